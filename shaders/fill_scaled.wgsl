// fill_scaled.wgsl: fill for formats with scales: a workgroup spreads and encodes two groups of a row.
// grid    [blocks * block_rows, folded along y, ceil(GROUPS / 2)]
// stored  [blocks, capacity, WIDTH]  codes, then scales  written: the first block_rows rows of each block
import package::part::encode_group::{encode_group};
import package::part::encoding::{store_scales};
import package::part::hadamard::{columns};
import package::part::seeded::{fill, seeded_value, stored_row};
import constants::{WIDTH, GROUP, GROUPS, LANES};

@compute @workgroup_size(LANES)
fn fill_scaled_rows(
  @builtin(workgroup_id) place: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = place.y * workgroups.x + place.x;
  if (row >= fill.blocks * fill.block_rows) {
    return;
  }
  let first_group = place.z * 2u;
  var bits = vec2u(0u);
  for (var i = 0u; i < 2u && first_group + i < GROUPS; i++) {
    let first = (first_group + i) * GROUP;
    let width = min(GROUP, WIDTH - first);
    for (var c = lane; c < width; c += LANES) {
      columns[c] = seeded_value(row * WIDTH + first + c);
    }
    bits[i] = encode_group(lane, stored_row(row), first, width, true);
  }
  if (lane == 0u) {
    store_scales(fill.blocks * fill.capacity, stored_row(row), first_group, bits);
  }
}
