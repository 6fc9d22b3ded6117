// part/slice_softmax.wgsl: the scores of one slice of the cache in workgroup memory, made into weights.
// memory  SPLIT_KEYS x PACK x 4 B of scores (8 KiB for 8 rows) + 512 B
import constants::{PACK};

// A score of minus infinity: WGSL cannot write the real one.
const HIDDEN = -3.0e38f;
// Keys of a slice: four a lane.
const SPLIT_KEYS = 256u;
// Lanes that look after one row of the pack.
const LANES_PER_ROW = 64u / PACK;

// [SPLIT_KEYS][PACK]
var<workgroup> scores: array<f32, SPLIT_KEYS * PACK>;
// One lane's share of its row: (greatest score, sum of weights).
var<workgroup> row_statistics: array<vec2f, 64>;

// Lanes 0, LANES_PER_ROW, 2 LANES_PER_ROW .. return the (greatest score, sum of weights) of rows 0, 1, 2 ..
fn softmax_slice(lane: u32, count: u32) -> vec2f {
  let row = min(lane / LANES_PER_ROW, PACK - 1u);
  let part = lane % LANES_PER_ROW;
  let works = lane < LANES_PER_ROW * PACK;
  var greatest = HIDDEN;
  if (works) {
    for (var key = part; key < count; key += LANES_PER_ROW) {
      greatest = max(greatest, scores[key * PACK + row]);
    }
  }
  row_statistics[lane].x = greatest;
  workgroupBarrier();
  var total = 0.0f;
  if (works) {
    for (var i = 0u; i < LANES_PER_ROW; i++) {
      greatest = max(greatest, row_statistics[row * LANES_PER_ROW + i].x);
    }
    for (var key = part; key < count; key += LANES_PER_ROW) {
      let score = scores[key * PACK + row];
      let weight = select(0.0f, exp2(score - greatest), score > HIDDEN);
      scores[key * PACK + row] = weight;
      total += weight;
    }
  }
  row_statistics[lane].y = total;
  workgroupBarrier();
  if (works && part == 0u) {
    for (var i = 1u; i < LANES_PER_ROW; i++) {
      total += row_statistics[lane + i].y;
    }
  }
  return vec2f(greatest, total);
}
