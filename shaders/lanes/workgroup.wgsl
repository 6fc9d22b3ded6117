// lanes/workgroup.wgsl: what LANES lanes tell each other, through workgroup memory: four barriers a block of keys.
// Key j of a block belongs to lane j % LANES, as component j / LANES of what it holds of each row.
// memory  16 LANES x LANES + 20 LANES B a row: 336 B a row for 4 lanes
import constants::{ROWS, LANES};

// [lane][key of the block][row]
var<workgroup> lane_parts: array<array<array<f32, ROWS>, 4u * LANES>, LANES>;
// [key of the block][row]; apart, since some lanes still read weights while others leave parts of the next block
var<workgroup> block_weights: array<array<f32, ROWS>, 4u * LANES>;
// [lane][row]
var<workgroup> lane_values: array<array<f32, ROWS>, LANES>;

// Leaves this lane's part of one key's scores.
fn keep_scores(
  lane: u32,
  j: u32,
  parts: ptr<function, array<f32, ROWS>>,
  own: ptr<function, array<vec4f, ROWS>>,
) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    lane_parts[lane][j][r] = (*parts)[r];
  }
}

// After the last key of a block: each lane sums all lanes' parts of its own keys.
fn settle_scores(lane: u32, own: ptr<function, array<vec4f, ROWS>>) {
  workgroupBarrier();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    var sum = vec4f(0.0f);
    for (var other = 0u; other < LANES; other++) {
      sum += vec4f(
        lane_parts[other][lane][r],
        lane_parts[other][LANES + lane][r],
        lane_parts[other][2u * LANES + lane][r],
        lane_parts[other][3u * LANES + lane][r]
      );
    }
    (*own)[r] = sum;
  }
}

fn greatest_of_rows(
  lane: u32,
  own: ptr<function, array<vec4f, ROWS>>,
  top: ptr<function, array<f32, ROWS>>,
) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    let four = (*own)[r];
    lane_values[lane][r] = max(max(four.x, four.y), max(four.z, four.w));
  }
  workgroupBarrier();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    var greatest = lane_values[0][r];
    for (var other = 1u; other < LANES; other++) {
      greatest = max(greatest, lane_values[other][r]);
    }
    (*top)[r] = greatest;
  }
}

fn share_weights(lane: u32, own: ptr<function, array<vec4f, ROWS>>) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    for (var i = 0u; i < 4u; i++) { // unrolled
      block_weights[i * LANES + lane][r] = (*own)[r][i];
    }
  }
  workgroupBarrier();
}

// One key's weight in each row.
fn weights_of(
  lane: u32,
  j: u32,
  own: ptr<function, array<vec4f, ROWS>>,
  weights: ptr<function, array<f32, ROWS>>,
) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    (*weights)[r] = block_weights[j][r];
  }
}

fn sum_of_rows(lane: u32, parts: ptr<function, array<f32, ROWS>>) {
  workgroupBarrier();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    lane_values[lane][r] = (*parts)[r];
  }
  workgroupBarrier();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    var sum = 0.0f;
    for (var other = 0u; other < LANES; other++) {
      sum += lane_values[other][r];
    }
    (*parts)[r] = sum;
  }
}
