// four_rows/subgroup.wgsl: each of four lanes loads one row of four and hands it to the others: no barrier.
// A workgroup is one quad, whose lanes drivers number as the workgroup does.
enable subgroups;
import rows::{load_row};

// The rows at `places`; the lanes ^ 1, ^ 2 and ^ 3 have them in the same order from their own on.
fn load_four_rows(places: vec4u, quad: u32) -> array<vec4f, 4> {
  let own = load_row(places.x, quad);
  return array<vec4f, 4>(own, quadSwapX(own), quadSwapY(own), quadSwapDiagonal(own));
}
