// part/lane_weights.wgsl: the scores of a block of keys become weights in the register family, each lane those it has.
// paper   online softmax: Milakov & Gimelshein 2018, arXiv:1805.02867, algorithm 3
import package::part::hidden::{HIDDEN};
import mask::{visible_keys};
import score::{scaled_scores};
import bias::{biased_scores};
import deal::{LANES_SHARE_ROWS, row_of_lane, turns_of, keys_of_turns};
import lanes::{score_of, hold_weight, held_weight, greatest_of_rows};
import constants::{ROWS, GROUP_SIZE};

// Keys [block, end), and what has been found of each row before them: its greatest score and its sum of weights. Both
// are brought up to date; `shrink` is what sums of weighted values are to be multiplied by.
fn weigh_block(
  sequence: u32,
  kv_head: u32,
  lane: u32,
  first_row: u32,
  last_row: u32,
  block: u32,
  end: u32,
  greatest: ptr<function, array<f32, ROWS>>,
  total: ptr<function, array<f32, ROWS>>,
  shrink: ptr<function, array<f32, ROWS>>,
) {
  let turns = turns_of(end - block);
  var top = array<f32, ROWS>();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    top[r] = HIDDEN;
  }
  // Four turns at a time; those after the last are hidden.
  for (var turn = 0u; turn < turns; turn += 4u) {
    let keys = keys_of_turns(lane, block, turn);
    for (var r = 0u; r < ROWS; r++) { // unrolled
      let row = min(first_row + row_of_lane(lane, r), last_row);
      let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
      let raw = vec4f(
        score_of(lane, turn, r),
        score_of(lane, turn + 1u, r),
        score_of(lane, turn + 2u, r),
        score_of(lane, turn + 3u, r)
      );
      let now = biased_scores(scaled_scores(raw), sequence, head, row / GROUP_SIZE, keys);
      let visible = visible_keys(sequence, row / GROUP_SIZE);
      let seen = (keys >= vec4u(visible.x)) & (keys < vec4u(min(visible.y, end)));
      let four = select(vec4f(HIDDEN), now, seen);
      top[r] = max(top[r], max(max(four.x, four.y), max(four.z, four.w)));
      for (var i = 0u; i < 4u; i++) { // unrolled
        hold_weight(lane, turn + i, r, four[i]);
      }
    }
  }
  if (LANES_SHARE_ROWS) {
    greatest_of_rows(lane, &top);
  }
  for (var r = 0u; r < ROWS; r++) { // unrolled
    let now = max((*greatest)[r], top[r]);
    (*shrink)[r] = exp2((*greatest)[r] - now);
    (*greatest)[r] = now;
    (*total)[r] *= (*shrink)[r];
  }
  for (var turn = 0u; turn < turns; turn += 4u) {
    for (var r = 0u; r < ROWS; r++) { // unrolled
      let four = vec4f(
        held_weight(lane, turn, r),
        held_weight(lane, turn + 1u, r),
        held_weight(lane, turn + 2u, r),
        held_weight(lane, turn + 3u, r)
      );
      let weights = select(vec4f(0.0f), exp2(four - (*greatest)[r]), four > vec4f(HIDDEN));
      (*total)[r] += weights.x + weights.y + weights.z + weights.w;
      for (var i = 0u; i < 4u; i++) { // unrolled
        hold_weight(lane, turn + i, r, weights[i]);
      }
    }
  }
}
