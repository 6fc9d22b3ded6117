// part/slice_softmax.wgsl: the scores of one slice of the cache in workgroup memory, made into weights.
// memory  SPLIT_KEYS x PACK x 4 B of scores (8 KiB for 8 rows) + 512 B
import package::part::hidden::{HIDDEN};
import constants::{PACK};

// Keys of a slice: four a lane.
const SPLIT_KEYS = 256u;
// Lanes that look after one row of the pack.
const LANES_PER_ROW = 64u / PACK;

// [PACK][SPLIT_KEYS / 4]: four keys of one row side by side
var<workgroup> scores: array<vec4f, SPLIT_KEYS / 4u * PACK>;
// One lane's share of its row. Two arrays, since some lanes still read one while others write the other.
var<workgroup> lane_greatest: array<f32, 64>;
var<workgroup> lane_total: array<f32, 64>;

// Makes the first `key_quads` quads of every row into weights.
// Lanes 0, LANES_PER_ROW, 2 LANES_PER_ROW .. return the (greatest score, sum of weights) of rows 0, 1, 2 ..
fn softmax_slice(lane: u32, key_quads: u32) -> vec2f {
  let row = min(lane / LANES_PER_ROW, PACK - 1u);
  let part = lane % LANES_PER_ROW;
  let works = lane < LANES_PER_ROW * PACK;
  let first = row * (SPLIT_KEYS / 4u);
  var four = vec4f(HIDDEN);
  if (works) {
    for (var quad = part; quad < key_quads; quad += LANES_PER_ROW) {
      four = max(four, scores[first + quad]);
    }
  }
  var greatest = max(max(four.x, four.y), max(four.z, four.w));
  lane_greatest[lane] = greatest;
  workgroupBarrier();
  var total = 0.0f;
  if (works) {
    for (var i = 0u; i < LANES_PER_ROW; i++) {
      greatest = max(greatest, lane_greatest[row * LANES_PER_ROW + i]);
    }
    for (var quad = part; quad < key_quads; quad += LANES_PER_ROW) {
      let score = scores[first + quad];
      let seen = score > vec4f(HIDDEN);
      let weight = select(vec4f(0.0f), exp2(score - greatest), seen);
      scores[first + quad] = weight;
      total += dot(weight, vec4f(1.0f));
    }
  }
  lane_total[lane] = total;
  workgroupBarrier();
  if (works && part == 0u) {
    for (var i = 1u; i < LANES_PER_ROW; i++) {
      total += lane_total[lane + i];
    }
  }
  return vec2f(greatest, total);
}
