// four_rows/workgroup.wgsl: each lane loads all four rows.
import rows::{row_at, load_row};

// Where rows lane, lane ^ 1, lane ^ 2 and lane ^ 3 of the four from `first` on begin; past the last row that stands in.
fn four_places(first: u32, last: u32, lane: u32, head: u32) -> vec4u {
  let row = min(first + (vec4u(lane) ^ vec4u(0u, 1u, 2u, 3u)), vec4u(last));
  return vec4u(row_at(row.x, head), row_at(row.y, head), row_at(row.z, head), row_at(row.w, head));
}

fn load_four_rows(places: vec4u, quad: u32) -> array<vec4f, 4> {
  return array<vec4f, 4>(
    load_row(places.x, quad),
    load_row(places.y, quad),
    load_row(places.z, quad),
    load_row(places.w, quad)
  );
}
