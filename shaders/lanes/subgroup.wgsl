// lanes/subgroup.wgsl: what LANES lanes tell each other, where a subgroup has them all: no memory, no barrier.
// Key j of a block belongs to lane j % LANES, as component j / LANES of what it holds of each row.
enable subgroups;
import constants::{ROWS, LANES};

// Sums the lanes' parts of one key's scores; the key's own lane keeps the sums.
fn keep_scores(
  lane: u32,
  j: u32,
  parts: ptr<function, array<f32, ROWS>>,
  own: ptr<function, array<vec4f, ROWS>>,
) {
  let place = vec4u(0u, 1u, 2u, 3u) == vec4u(j / LANES);
  let kept = place & vec4<bool>(lane == j % LANES);
  for (var r = 0u; r < ROWS; r++) { // unrolled
    (*own)[r] = select((*own)[r], vec4f(subgroupAdd((*parts)[r])), kept);
  }
}

// After the last key of a block: nothing is left to do.
fn settle_scores(lane: u32, own: ptr<function, array<vec4f, ROWS>>) {
}

fn greatest_of_rows(
  lane: u32,
  own: ptr<function, array<vec4f, ROWS>>,
  top: ptr<function, array<f32, ROWS>>,
) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    let four = (*own)[r];
    (*top)[r] = subgroupMax(max(max(four.x, four.y), max(four.z, four.w)));
  }
}

fn share_weights(lane: u32, own: ptr<function, array<vec4f, ROWS>>) {
}

// One key's weight in each row, from the lane that has it.
fn weights_of(
  lane: u32,
  j: u32,
  own: ptr<function, array<vec4f, ROWS>>,
  weights: ptr<function, array<f32, ROWS>>,
) {
  let place = vec4f(vec4u(0u, 1u, 2u, 3u) == vec4u(j / LANES));
  for (var r = 0u; r < ROWS; r++) { // unrolled
    (*weights)[r] = subgroupShuffle(dot((*own)[r], place), j % LANES);
  }
}

fn sum_of_rows(lane: u32, parts: ptr<function, array<f32, ROWS>>) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    (*parts)[r] = subgroupAdd((*parts)[r]);
  }
}
