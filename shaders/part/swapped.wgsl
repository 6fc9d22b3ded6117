// part/swapped.wgsl: quads that one of four lanes loaded, as the other three get them.
// A workgroup is one quad, whose lanes drivers number as the workgroup does.
import subgroups::{quad_swap_x, quad_swap_y, quad_swap_diagonal};

// What lane ^ `step` has; `step` is 0 to 3.
fn swapped(lane: u32, step: u32, quad: vec4f) -> vec4f {
  if (step == 1u) {
    return vec4f(
      quad_swap_x(lane, quad.x),
      quad_swap_x(lane, quad.y),
      quad_swap_x(lane, quad.z),
      quad_swap_x(lane, quad.w)
    );
  }
  if (step == 2u) {
    return vec4f(
      quad_swap_y(lane, quad.x),
      quad_swap_y(lane, quad.y),
      quad_swap_y(lane, quad.z),
      quad_swap_y(lane, quad.w)
    );
  }
  if (step == 3u) {
    return vec4f(
      quad_swap_diagonal(lane, quad.x),
      quad_swap_diagonal(lane, quad.y),
      quad_swap_diagonal(lane, quad.z),
      quad_swap_diagonal(lane, quad.w)
    );
  }
  return quad;
}
