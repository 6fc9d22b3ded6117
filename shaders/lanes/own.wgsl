// lanes/own.wgsl: where rows are dealt out, lanes have nothing to tell each other: each has all scores of its rows.
// A turn is a key of the block.
// memory  none of the workgroup's
import constants::{ROWS, TURNS};

// [turn][row of the lane]: scores, then weights.
var<private> own_keys: array<array<f32, ROWS>, TURNS>;

// Of one key; `adding` to what other columns left there.
fn leave_scores(turn: u32, adding: bool, scores: ptr<function, array<f32, ROWS>>) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    if (adding) {
      own_keys[turn][r] += (*scores)[r];
    } else {
      own_keys[turn][r] = (*scores)[r];
    }
  }
}

fn settle_scores() {
}

fn score_of(lane: u32, turn: u32, row: u32) -> f32 {
  return own_keys[turn][row];
}

fn hold_weight(lane: u32, turn: u32, row: u32, weight: f32) {
  own_keys[turn][row] = weight;
}

fn held_weight(lane: u32, turn: u32, row: u32) -> f32 {
  return own_keys[turn][row];
}

fn greatest_of_rows(lane: u32, top: ptr<function, array<f32, ROWS>>) {
}

fn share_weights() {
}

fn sum_of_rows(lane: u32, parts: ptr<function, array<f32, ROWS>>) {
}
