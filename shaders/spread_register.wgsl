// spread_register.wgsl: turns rows as spread does, where no lane waits for another: four lanes hold 128 columns.
// grid     [rows, folded along y, OUT_HEADS * blocks of LANES * HELD_QUADS quads]
// rows     [rows, OUT_HEADS, QUADS * 4]    rows/*   read
// results  [rows, OUT_HEADS, QUADS * 4]    into/*   written
// bytes    every row once, read and written
import package::part::step::{step};
import turn::{turn_held};
import rows::{row_count, row_at, load_row};
import into::{store_result};
import constants::{QUADS, BLOCKS, LANES, HELD_QUADS};

@compute @workgroup_size(LANES)
fn spread_held_rows(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let place = workgroup + step.origin;
  let row = place.y * workgroups.x + place.x;
  if (row >= row_count()) {
    return;
  }
  let head = place.z / BLOCKS;
  let first = (place.z % BLOCKS * LANES + lane) * HELD_QUADS;
  // A lane past the row's end repeats the last columns, and writes nothing.
  let taken = min(first, QUADS - HELD_QUADS);
  let at = row_at(row, head);
  var held = array<vec4f, HELD_QUADS>();
  for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
    held[i] = load_row(at, taken + i);
  }
  turn_held(lane, taken, QUADS, &held);
  if (first < QUADS) {
    for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
      store_result(row, head, first + i, held[i]);
    }
  }
}
