// lane_scores/rows.wgsl: the scores of a block of keys where rows are dealt out: each lane's own, over what all load.
import package::part::run::{row_in};
import package::part::key_tails::{tail_run_of};
import package::part::held_queries::{hold_queries};
import place::{run_of};
import key::{load_keys};
import key_tail::{load_key_tails};
import lanes::{leave_scores};
import subgroups::{swapped};
import deal::{HELD_QUADS, HELD_TAILS};
import constants::{ROWS, LANES, RUN_KEYS, KEY_HEADS, KEY_RUN, KEY_RUNS, KEY_BLOCK, KEY_BLOCKS};
import constants::{TAIL_RUN, TAIL_RUNS, TAIL_BLOCK};

// Keys [block, last_key]. A lane loads one run in LANES of each.
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
  let key_head = min(kv_head, KEY_HEADS - 1u);
  for (var sweep = 0u; sweep < KEY_BLOCKS; sweep++) {
    let first_run = sweep * KEY_BLOCK * LANES + lane;
    if (KEY_BLOCKS > 1u) {
      hold_queries(sequence, kv_head, lane, first_row, last_row, sweep * KEY_BLOCK, q);
    }
    for (var start = block; start <= last_key; start += RUN_KEYS) {
      let last = min(start + RUN_KEYS - 1u, last_key);
      let run = run_of(sequence, KEY_HEADS, key_head, start, last);
      for (var key = start; key <= last; key++) {
        let row = row_in(run, key);
        var sums = array<f32, ROWS>();
        for (var c = 0u; c < KEY_BLOCK; c++) { // unrolled
          let own = load_keys(row, min(first_run + c * LANES, KEY_RUNS - 1u));
          for (var u = 0u; u < KEY_RUN; u++) { // unrolled
            for (var s = 0u; s < LANES; s++) { // unrolled
              let k = swapped(lane, s, own[u]);
              for (var r = 0u; r < ROWS; r++) { // unrolled
                sums[r] += dot((*q)[r][(c * LANES + s) * KEY_RUN + u], k);
              }
            }
          }
        }
        leave_scores(lane, key - block, sweep > 0u, &sums);
      }
    }
  }
  let tail_start = select(last_key + 1u, block, TAIL_RUNS > 0u);
  for (var start = tail_start; start <= last_key; start += RUN_KEYS) {
    let last = min(start + RUN_KEYS - 1u, last_key);
    let run = tail_run_of(sequence, kv_head, start, last);
    for (var key = start; key <= last; key++) {
      let row = row_in(run, key);
      var sums = array<f32, ROWS>();
      for (var c = 0u; c < TAIL_BLOCK; c++) { // unrolled
        let own = load_key_tails(row, min(c * LANES + lane, TAIL_RUNS - 1u));
        for (var u = 0u; u < TAIL_RUN; u++) { // unrolled
          for (var s = 0u; s < LANES; s++) { // unrolled
            let k = swapped(lane, s, own[u]);
            for (var r = 0u; r < ROWS; r++) { // unrolled
              sums[r] += dot((*q_tail)[r][(c * LANES + s) * TAIL_RUN + u], k);
            }
          }
        }
      }
      leave_scores(lane, key - block, true, &sums);
    }
  }
}
