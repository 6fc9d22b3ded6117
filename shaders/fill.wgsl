// fill.wgsl: writes seeded values: part/seeded's formula.
// grid    blocks * block_rows * ROW_QUADS / 64, folded
// stored  [blocks, capacity, WIDTH padded to ROW_QUADS]  store/*  written: the first block_rows rows of each block
import package::part::flat::{flat_index};
import package::part::seeded::{fill, seeded_value, stored_row};
import store::{store_quad};
import constants::{WIDTH, ROW_QUADS};

@compute @workgroup_size(64)
fn fill_rows(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = flat_index(group, groups, lane);
  let quad = index % ROW_QUADS;
  let row = index / ROW_QUADS;
  if (row >= fill.blocks * fill.block_rows) {
    return;
  }
  var value = vec4f(0.0f);
  for (var i = 0u; i < 4u; i++) {
    let column = quad * 4u + i;
    if (column < WIDTH) {
      value[i] = seeded_value(row * WIDTH + column);
    }
  }
  store_quad(stored_row(row) * ROW_QUADS + quad, value);
}
