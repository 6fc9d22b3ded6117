// reduce/quad.wgsl: one value of each of LANES lanes becomes one for all, where a subgroup has them all: no barrier.
// LANES is 4: a workgroup is one quad, whose lanes drivers number as the workgroup does. Every lane must call.
import subgroups::{swapped, quad_swap_x, quad_swap_y};

fn workgroup_sum(lane: u32, value: vec4f) -> vec4f {
  let pair = value + swapped(lane, 1u, value);
  return pair + swapped(lane, 2u, pair);
}

fn workgroup_max(lane: u32, value: f32) -> f32 {
  let pair = max(value, quad_swap_x(lane, value));
  return max(pair, quad_swap_y(lane, pair));
}
