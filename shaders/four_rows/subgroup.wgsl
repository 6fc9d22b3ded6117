// four_rows/subgroup.wgsl: each of four lanes loads one row of four and hands it to the others: no barrier.
// A workgroup is one quad, whose lanes drivers number as the workgroup does.
enable subgroups;
import rows::{row_at, load_row};

// Where the lane's own row of the four from `first` on begins; past the last row that stands in.
fn four_places(first: u32, last: u32, lane: u32, head: u32) -> vec4u {
  return vec4u(row_at(min(first + lane, last), head));
}

// Rows lane, lane ^ 1, lane ^ 2 and lane ^ 3 of the four.
fn load_four_rows(places: vec4u, quad: u32) -> array<vec4f, 4> {
  let own = load_row(places.x, quad);
  return array<vec4f, 4>(own, quadSwapX(own), quadSwapY(own), quadSwapDiagonal(own));
}
