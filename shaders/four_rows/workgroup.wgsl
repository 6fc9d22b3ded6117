// four_rows/workgroup.wgsl: each lane loads all four rows.
import rows::{load_row};

fn load_four_rows(places: vec4u, quad: u32) -> array<vec4f, 4> {
  return array<vec4f, 4>(
    load_row(places.x, quad),
    load_row(places.y, quad),
    load_row(places.z, quad),
    load_row(places.w, quad)
  );
}
