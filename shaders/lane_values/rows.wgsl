// lane_values/rows.wgsl: the weighted values of a block of keys where rows are dealt out: each lane sums its own.
import package::part::run::{row_in};
import package::part::lane_sums::{keep_sums};
import place::{run_of};
import value::{load_values};
import lanes::{held_weight};
import subgroups::{swapped};
import constants::{ROWS, LANES, RUN_KEYS, VALUE_HEADS, VALUE_RUN, VALUE_RUNS};
import constants::{VALUE_BLOCK, VALUE_BLOCKS, VALUE_BLOCK_QUADS};

// Adds the values of keys [block, last_key] to the sums, which are multiplied by `shrink` before. A turn takes four
// keys, one that each lane loads, since a sum that lives on through a loop costs at each turn.
fn add_block(
  sequence: u32,
  kv_head: u32,
  lane: u32,
  block: u32,
  last_key: u32,
  shrink: ptr<function, array<f32, ROWS>>,
  sums: ptr<function, array<array<vec4f, VALUE_BLOCKS * VALUE_BLOCK_QUADS>, ROWS>>,
) {
  let value_head = min(kv_head, VALUE_HEADS - 1u);
  for (var sweep = 0u; sweep < VALUE_BLOCKS; sweep++) {
    var of_block = array<array<vec4f, VALUE_BLOCK_QUADS>, ROWS>();
    for (var start = block; start <= last_key; start += RUN_KEYS) {
      let last = min(start + RUN_KEYS - 1u, last_key);
      let run = run_of(sequence, VALUE_HEADS, value_head, start, last);
      for (var key = start; key <= last; key += LANES) {
        // Each lane loads a key's values and takes its own first, then those of lane ^ 1, lane ^ 2 and lane ^ 3.
        let keys = key + (vec4u(lane) ^ vec4u(0u, 1u, 2u, 3u));
        let row = row_in(run, min(keys.x, last));
        let at = keys - block;
        var weights = array<vec4f, ROWS>();
        for (var r = 0u; r < ROWS; r++) { // unrolled
          weights[r] = vec4f(
            held_weight(lane, at.x, r),
            held_weight(lane, at.y, r),
            held_weight(lane, at.z, r),
            held_weight(lane, at.w, r)
          );
        }
        for (var c = 0u; c < VALUE_BLOCK; c++) { // unrolled
          let own = load_values(row, min(sweep * VALUE_BLOCK + c, VALUE_RUNS - 1u));
          for (var u = 0u; u < VALUE_RUN; u++) { // unrolled
            let values = mat4x4f(
              own[u],
              swapped(lane, 1u, own[u]),
              swapped(lane, 2u, own[u]),
              swapped(lane, 3u, own[u])
            );
            for (var r = 0u; r < ROWS; r++) { // unrolled
              of_block[r][c * VALUE_RUN + u] += values * weights[r];
            }
          }
        }
      }
    }
    keep_sums(sweep, shrink, &of_block, sums);
  }
}
