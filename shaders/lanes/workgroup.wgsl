// lanes/workgroup.wgsl: what LANES lanes tell each other, through workgroup memory: three barriers a block of keys.
// Key j of a block belongs to lane j % LANES, which has it in turn j / LANES.
// memory  4 (LANES + 1) B a row and key of a block: 10 KiB for 8 rows and 64 keys
import constants::{ROWS, LANES, TURNS};

// [key of the block][row][lane]
var<workgroup> lane_parts: array<array<array<f32, LANES>, ROWS>, LANES * TURNS>;
// [turn][row][lane]: scores, then weights; apart, since some lanes still read weights while others leave parts.
var<workgroup> own_keys: array<array<array<f32, LANES>, ROWS>, TURNS>;
// [row][lane]
var<workgroup> lane_values: array<array<f32, LANES>, ROWS>;

// Leaves this lane's part of the scores of key j of a turn, `adding` to what other columns left there.
fn keep_parts(
  lane: u32,
  turn: u32,
  j: u32,
  adding: bool,
  parts: ptr<function, array<f32, ROWS>>,
  own: ptr<function, array<f32, ROWS>>,
) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    if (adding) {
      lane_parts[turn * LANES + j][r][lane] += (*parts)[r];
    } else {
      lane_parts[turn * LANES + j][r][lane] = (*parts)[r];
    }
  }
}

// After the keys of a turn: nothing is left to do.
fn leave_scores(lane: u32, turn: u32, adding: bool, own: ptr<function, array<f32, ROWS>>) {
}

// After the last key of a block.
fn settle_scores() {
  workgroupBarrier();
}

fn score_of(lane: u32, turn: u32, row: u32) -> f32 {
  let j = turn * LANES + lane;
  var sum = 0.0f;
  for (var other = 0u; other < LANES; other++) { // unrolled
    sum += lane_parts[j][row][other];
  }
  return sum;
}

fn hold_weight(lane: u32, turn: u32, row: u32, weight: f32) {
  own_keys[turn][row][lane] = weight;
}

// The greatest of all lanes.
fn greatest_of_rows(lane: u32, top: ptr<function, array<f32, ROWS>>) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    lane_values[r][lane] = (*top)[r];
  }
  workgroupBarrier();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    for (var other = 0u; other < LANES; other++) { // unrolled
      (*top)[r] = max((*top)[r], lane_values[r][other]);
    }
  }
}

// After the last weight of a block.
fn share_weights() {
  workgroupBarrier();
}

// Weights of the keys of a turn: of the lane's own, then of its neighbours', lane ^ 1, lane ^ 2 and lane ^ 3.
fn weights_of(lane: u32, turn: u32, weights: ptr<function, array<vec4f, ROWS>>) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    (*weights)[r] = vec4f(
      own_keys[turn][r][lane],
      own_keys[turn][r][lane ^ 1u],
      own_keys[turn][r][lane ^ 2u],
      own_keys[turn][r][lane ^ 3u]
    );
  }
}

fn sum_of_rows(lane: u32, parts: ptr<function, array<f32, ROWS>>) {
  workgroupBarrier();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    lane_values[r][lane] = (*parts)[r];
  }
  workgroupBarrier();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    var sum = 0.0f;
    for (var other = 0u; other < LANES; other++) { // unrolled
      sum += lane_values[r][other];
    }
    (*parts)[r] = sum;
  }
}
