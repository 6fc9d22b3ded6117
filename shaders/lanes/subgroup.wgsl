// lanes/subgroup.wgsl: what LANES lanes tell each other, where a subgroup has them all: no barrier.
// LANES is 4: a workgroup is one quad, whose lanes drivers number as the workgroup does.
// Where they share rows, key j of a block belongs to lane j % LANES, which has it in turn j / LANES. A lane that has
// rows to itself has all keys, each in a turn of its own: it keeps them here, and tells nothing.
// memory  none of the workgroup's: zeroing that would take a barrier
import subgroups::{quad_swap_x, quad_swap_y, quad_swap_diagonal};
import constants::{ROWS, LANES, TURNS};

// [turn][row]: scores of the lane's own keys, then their weights.
var<private> own_keys: array<array<f32, ROWS>, TURNS>;

// Sums the lanes' parts of key j of a turn; the key's own lane keeps the sums.
fn keep_parts(
  lane: u32,
  turn: u32,
  j: u32,
  adding: bool,
  parts: ptr<function, array<f32, ROWS>>,
  own: ptr<function, array<f32, ROWS>>,
) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    let pair = (*parts)[r] + quad_swap_x(lane, (*parts)[r]);
    (*own)[r] = select((*own)[r], pair + quad_swap_y(lane, pair), lane == j);
  }
}

// After the keys of a turn; `adding` to what other columns left there.
fn leave_scores(lane: u32, turn: u32, adding: bool, own: ptr<function, array<f32, ROWS>>) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    if (adding) {
      own_keys[turn][r] += (*own)[r];
    } else {
      own_keys[turn][r] = (*own)[r];
    }
  }
}

// After the last key of a block: nothing is left to do.
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

// The greatest of all lanes.
fn greatest_of_rows(lane: u32, top: ptr<function, array<f32, ROWS>>) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    let pair = max((*top)[r], quad_swap_x(lane, (*top)[r]));
    (*top)[r] = max(pair, quad_swap_y(lane, pair));
  }
}

// After the last weight of a block: nothing is left to do.
fn share_weights() {
}

// Weights of the keys of a turn: of the lane's own, then of its neighbours', lane ^ 1, lane ^ 2 and lane ^ 3.
fn weights_of(lane: u32, turn: u32, weights: ptr<function, array<vec4f, ROWS>>) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    let own = own_keys[turn][r];
    (*weights)[r] = vec4f(
      own,
      quad_swap_x(lane, own),
      quad_swap_y(lane, own),
      quad_swap_diagonal(lane, own)
    );
  }
}

fn sum_of_rows(lane: u32, parts: ptr<function, array<f32, ROWS>>) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    let pair = (*parts)[r] + quad_swap_x(lane, (*parts)[r]);
    (*parts)[r] = pair + quad_swap_y(lane, pair);
  }
}
