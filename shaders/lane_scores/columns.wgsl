// lane_scores/columns.wgsl: the scores of a block of keys where columns are dealt out: each lane over its own.
import package::part::run::{row_in};
import package::part::key_tails::{tail_run_of};
import package::part::held_queries::{hold_queries};
import place::{run_of};
import key::{load_keys};
import key_tail::{load_key_tails};
import lanes::{keep_parts, leave_scores};
import deal::{HELD_QUADS, HELD_TAILS, RUN_TURNS};
import constants::{ROWS, LANES, KEY_HEADS, KEY_RUN, KEY_RUNS, KEY_BLOCK, KEY_BLOCKS};
import constants::{TAIL_RUN, TAIL_RUNS, TAIL_BLOCK};

// Keys [block, last_key], in turns of LANES. Past the end the last key stands in: whoever takes the scores hides it.
fn score_block(
  sequence: u32,
  kv_head: u32,
  lane: u32,
  first_row: u32,
  last_row: u32,
  block: u32,
  last_key: u32,
  q: ptr<function, array<array<vec4f, HELD_QUADS>, ROWS>>,
  q_tail: ptr<function, array<array<vec4f, HELD_TAILS>, ROWS>>,
) {
  let turns = (last_key - block) / LANES + 1u;
  let key_head = min(kv_head, KEY_HEADS - 1u);
  for (var sweep = 0u; sweep < KEY_BLOCKS; sweep++) {
    let first_run = sweep * KEY_BLOCK * LANES + lane;
    if (KEY_BLOCKS > 1u) {
      hold_queries(sequence, kv_head, lane, first_row, last_row, sweep * KEY_BLOCK, q);
    }
    for (var start = 0u; start < turns; start += RUN_TURNS) {
      let end_turn = min(start + RUN_TURNS, turns);
      let last = min(block + end_turn * LANES - 1u, last_key);
      let run = run_of(sequence, KEY_HEADS, key_head, block + start * LANES, last);
      for (var turn = start; turn < end_turn; turn++) {
        var own = array<f32, ROWS>();
        for (var j = 0u; j < LANES; j++) {
          let row = row_in(run, min(block + turn * LANES + j, last_key));
          var parts = array<f32, ROWS>();
          for (var c = 0u; c < KEY_BLOCK; c++) { // unrolled
            let k = load_keys(row, min(first_run + c * LANES, KEY_RUNS - 1u));
            for (var r = 0u; r < ROWS; r++) { // unrolled
              for (var u = 0u; u < KEY_RUN; u++) { // unrolled
                parts[r] += dot((*q)[r][c * KEY_RUN + u], k[u]);
              }
            }
          }
          keep_parts(lane, turn, j, sweep > 0u, &parts, &own);
        }
        leave_scores(lane, turn, sweep > 0u, &own);
      }
    }
  }
  let tail_turns = select(0u, turns, TAIL_RUNS > 0u);
  for (var start = 0u; start < tail_turns; start += RUN_TURNS) {
    let end_turn = min(start + RUN_TURNS, tail_turns);
    let last = min(block + end_turn * LANES - 1u, last_key);
    let run = tail_run_of(sequence, kv_head, block + start * LANES, last);
    for (var turn = start; turn < end_turn; turn++) {
      var own = array<f32, ROWS>();
      for (var j = 0u; j < LANES; j++) {
        let row = row_in(run, min(block + turn * LANES + j, last_key));
        var parts = array<f32, ROWS>();
        for (var c = 0u; c < TAIL_BLOCK; c++) { // unrolled
          let k = load_key_tails(row, min(c * LANES + lane, TAIL_RUNS - 1u));
          for (var r = 0u; r < ROWS; r++) { // unrolled
            for (var u = 0u; u < TAIL_RUN; u++) { // unrolled
              parts[r] += dot((*q_tail)[r][c * TAIL_RUN + u], k[u]);
            }
          }
        }
        keep_parts(lane, turn, j, true, &parts, &own);
      }
      leave_scores(lane, turn, true, &own);
    }
  }
}
