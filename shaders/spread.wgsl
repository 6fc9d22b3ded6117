// spread.wgsl: turns rows, one workgroup a group of columns: queries as the keys were before they were quantised,
// contexts back that were made of spread values, and cached rows back that others are rebuilt from.
// grid     [rows, folded along y, OUT_HEADS * groups]
// rows     [rows, OUT_HEADS, WIDTH]    rows/*   read
// results  [rows, OUT_HEADS, WIDTH]    into/*   written, padded with zeros to whole quads
// bytes    every row once, read and written
// memory   part/hadamard: 512 B
import package::part::hadamard::{columns};
import package::part::step::{step};
import package::part::turn_group::{turn_group};
import rows::{row_count, row_at, load_row};
import into::{store_result};
import constants::{WIDTH, GROUP, GROUPS, LANES};

@compute @workgroup_size(LANES)
fn spread_rows(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let place = workgroup + step.origin;
  let row = place.y * workgroups.x + place.x;
  if (row >= row_count()) {
    return;
  }
  let head = place.z / GROUPS;
  let first = place.z % GROUPS * GROUP;
  let width = min(GROUP, WIDTH - first);
  let quads = (width + 3u) / 4u;
  let at = row_at(row, head);
  for (var quad = lane; quad < quads; quad += LANES) {
    let value = load_row(at, first / 4u + quad);
    for (var i = 0u; i < 4u; i++) {
      columns[quad * 4u + i] = value[i];
    }
  }
  workgroupBarrier();
  turn_group(lane, first, width);
  for (var quad = lane; quad < quads; quad += LANES) {
    var value = vec4f(0.0f);
    for (var i = 0u; i < 4u; i++) {
      if (quad * 4u + i < width) {
        value[i] = columns[quad * 4u + i];
      }
    }
    store_result(row, head, first / 4u + quad, value);
  }
}
