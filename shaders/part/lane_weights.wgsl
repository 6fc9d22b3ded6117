// part/lane_weights.wgsl: the scores of a block of keys become weights in the register family, each lane those it has.
// paper   online softmax: Milakov & Gimelshein 2018, arXiv:1805.02867, algorithm 3
import package::part::hidden::{HIDDEN};
import mask::{visible_keys};
import score::{scaled_scores};
import bias::{biased_scores};
import deal::{LANES_SHARE_ROWS, row_of_lane, turns_of, keys_of_turns};
import lanes::{score_of, hold_weight, greatest_of_rows};
import constants::{ROWS, GROUP_SIZE};

// Keys [block, end), and what has been found of each row before them: its greatest score and its sum of weights. Both
// are brought up to date; `shrink` is what sums of weighted values are to be multiplied by.
// Row after row, in loops that are left to run: written out they are longer than a processor's cache of instructions.
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
  for (var r = 0u; r < ROWS; r++) {
    let row = min(first_row + row_of_lane(lane, r), last_row);
    let visible = visible_keys(sequence, row / GROUP_SIZE);
    let seen = vec2u(visible.x, min(visible.y, end));
    var most = vec4f(HIDDEN);
    for (var turn = 0u; turn < turns; turn += 4u) {
      most = max(most, scores_of_turns(sequence, kv_head, lane, row, r, seen, block, turn));
    }
    top[r] = max(max(most.x, most.y), max(most.z, most.w));
  }
  if (LANES_SHARE_ROWS) {
    greatest_of_rows(lane, &top);
  }
  for (var r = 0u; r < ROWS; r++) {
    let row = min(first_row + row_of_lane(lane, r), last_row);
    let visible = visible_keys(sequence, row / GROUP_SIZE);
    let seen = vec2u(visible.x, min(visible.y, end));
    let now = max((*greatest)[r], top[r]);
    var sum = vec4f(0.0f);
    for (var turn = 0u; turn < turns; turn += 4u) {
      let four = scores_of_turns(sequence, kv_head, lane, row, r, seen, block, turn);
      let weights = select(vec4f(0.0f), exp2(four - now), four > vec4f(HIDDEN));
      sum += weights;
      for (var i = 0u; i < 4u; i++) { // unrolled
        hold_weight(lane, turn + i, r, weights[i]);
      }
    }
    (*shrink)[r] = exp2((*greatest)[r] - now);
    (*greatest)[r] = now;
    (*total)[r] = (*total)[r] * (*shrink)[r] + sum.x + sum.y + sum.z + sum.w;
  }
}

// The scores of the keys of a turn and of the three after it; keys that the row does not see, and turns after the last,
// are hidden. To scale and hide them twice costs less than to keep them.
fn scores_of_turns(
  sequence: u32,
  kv_head: u32,
  lane: u32,
  row: u32,
  r: u32,
  seen: vec2u,
  block: u32,
  turn: u32,
) -> vec4f {
  let keys = keys_of_turns(lane, block, turn);
  let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
  let raw = vec4f(
    score_of(lane, turn, r),
    score_of(lane, turn + 1u, r),
    score_of(lane, turn + 2u, r),
    score_of(lane, turn + 3u, r)
  );
  let scores = biased_scores(scaled_scores(raw), sequence, head, row / GROUP_SIZE, keys);
  return select(vec4f(HIDDEN), scores, (keys >= vec4u(seen.x)) & (keys < vec4u(seen.y)));
}
