// lane_values/columns.wgsl: the weighted values of a block of keys where columns are dealt out: each lane its own.
import package::part::run::{row_in};
import package::part::lane_sums::{keep_sums};
import place::{run_of};
import value::{load_values};
import lanes::{weights_of};
import deal::{RUN_TURNS};
import constants::{ROWS, LANES, VALUE_HEADS, VALUE_RUN, VALUE_RUNS};
import constants::{VALUE_BLOCK, VALUE_BLOCKS, VALUE_BLOCK_QUADS};

// Adds the values of keys [block, last_key] to the sums, which are multiplied by `shrink` before. A turn takes four
// keys, since a sum that lives on through a loop costs at each turn.
fn add_block(
  sequence: u32,
  kv_head: u32,
  lane: u32,
  block: u32,
  last_key: u32,
  shrink: ptr<function, array<f32, ROWS>>,
  sums: ptr<function, array<array<vec4f, VALUE_BLOCKS * VALUE_BLOCK_QUADS>, ROWS>>,
) {
  let turns = (last_key - block) / LANES + 1u;
  let value_head = min(kv_head, VALUE_HEADS - 1u);
  for (var sweep = 0u; sweep < VALUE_BLOCKS; sweep++) {
    var of_block = array<array<vec4f, VALUE_BLOCK_QUADS>, ROWS>();
    for (var start = 0u; start < turns; start += RUN_TURNS) {
      let end_turn = min(start + RUN_TURNS, turns);
      let last = min(block + end_turn * LANES - 1u, last_key);
      let run = run_of(sequence, VALUE_HEADS, value_head, block + start * LANES, last);
      for (var turn = start; turn < end_turn; turn++) {
        // The lane's own key of the turn, then those of the lanes beside it, as their weights come.
        let keys = block + turn * LANES + (vec4u(lane) ^ vec4u(0u, 1u, 2u, 3u));
        let taken = min(keys, vec4u(last_key));
        var weights = array<vec4f, ROWS>();
        weights_of(lane, turn, &weights);
        for (var c = 0u; c < VALUE_BLOCK; c++) { // unrolled
          let value_run = min((sweep * VALUE_BLOCK + c) * LANES + lane, VALUE_RUNS - 1u);
          let v0 = load_values(row_in(run, taken.x), value_run);
          let v1 = load_values(row_in(run, taken.y), value_run);
          let v2 = load_values(row_in(run, taken.z), value_run);
          let v3 = load_values(row_in(run, taken.w), value_run);
          for (var u = 0u; u < VALUE_RUN; u++) { // unrolled
            let values = mat4x4f(v0[u], v1[u], v2[u], v3[u]);
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
