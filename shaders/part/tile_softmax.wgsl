// part/tile_softmax.wgsl: the online softmax of a tile of 32 rows x 32 keys, shared by 8 lanes for each LANE_ROWS rows.
// A lane holds the scores of its rows from down * LANE_ROWS on and keys across, across + 8, + 16 and + 24.
// memory  4 KiB of weights, 2 KiB of statistics
import package::part::hidden::{HIDDEN};
import constants::{LANE_ROWS};

// [32 rows][32 keys]
var<workgroup> p_tile: array<f32, 1024>;
// [32 rows][8 lanes]
var<workgroup> row_greatest: array<f32, 256>;
var<workgroup> row_total: array<f32, 256>;

// Writes the tile's weights into p_tile, raises `greatest` to what has been seen so far, and returns by how much
// earlier sums of each of its rows shrink. A barrier must follow before p_tile or tile_total is read.
fn softmax_tile(
  across: u32,
  down: u32,
  row_scores: array<vec4f, LANE_ROWS>,
  greatest: ptr<function, array<f32, LANE_ROWS>>,
) -> array<f32, LANE_ROWS> {
  for (var i = 0u; i < LANE_ROWS; i++) {
    let now = row_scores[i];
    row_greatest[(down * LANE_ROWS + i) * 8u + across] = max(max(now.x, now.y), max(now.z, now.w));
  }
  workgroupBarrier();
  var shrink = array<f32, LANE_ROWS>();
  for (var i = 0u; i < LANE_ROWS; i++) {
    let row = down * LANE_ROWS + i;
    var now = (*greatest)[i];
    for (var other = 0u; other < 8u; other++) {
      now = max(now, row_greatest[row * 8u + other]);
    }
    // HIDDEN - HIDDEN is 0: a row that has seen nothing keeps its zeros whatever it is scaled by.
    shrink[i] = exp2((*greatest)[i] - now);
    (*greatest)[i] = now;
    let seen = row_scores[i] > vec4f(HIDDEN);
    let p = select(vec4f(0.0f), exp2(row_scores[i] - now), seen);
    p_tile[row * 32u + across] = p.x;
    p_tile[row * 32u + across + 8u] = p.y;
    p_tile[row * 32u + across + 16u] = p.z;
    p_tile[row * 32u + across + 24u] = p.w;
    row_total[row * 8u + across] = p.x + p.y + p.z + p.w;
  }
  return shrink;
}

// The weights of one row of the tile, summed.
fn tile_total(row: u32) -> f32 {
  var total = 0.0f;
  for (var lane = 0u; lane < 8u; lane++) {
    total += row_total[row * 8u + lane];
  }
  return total;
}
