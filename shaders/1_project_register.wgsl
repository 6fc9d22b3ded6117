// 1_project_register.wgsl: many rows times a matrix, ROWS rows x 4 LANES outputs held in the registers of LANES lanes.
// A lane makes four outputs of each row: four loads of the weights serve all rows, and nothing is staged. Its rows come
// in the order lane ^ 0, lane ^ 1, ... of each four, so that four lanes may load a row each and swap them.
// grid     [out_heads * ceil(OUT_WIDTH / (4 LANES)), ceil(rows / ROWS)]
// rows     [rows, in]                 rows/*     read
// weights  [out_heads, W_HEAD_ROWS, in], of which rows W_FROM.. of each head   weights/*  read
// bias     [out_heads, OUT_WIDTH]     f32        read where HAS_BIAS is 1, padded to whole quads
// results  [rows, out_heads, OUT_WIDTH]          into/*     written
// bytes    each weight once per ROWS rows, each row once per 4 LANES outputs
// memory   none of the workgroup's
import package::part::step::{step};
import rows::{row_count};
import four_rows::{four_places, load_four_rows};
import weights::{load_weight};
import into::{store_result};
import constants::{IN_QUADS, OUT_WIDTH, W_HEAD_ROWS, W_FROM, HAS_BIAS, ROWS, FOURS, LANES};

@group(0) @binding(1) var<storage, read> bias: array<f32>;

@compute @workgroup_size(LANES)
fn project_register(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let tiles = (OUT_WIDTH + 4u * LANES - 1u) / (4u * LANES);
  let head = group.x / tiles;
  let out = (group.x % tiles) * 4u * LANES + lane * 4u;
  let first_row = group.y * ROWS;
  let rows_end = row_count();
  let outputs = out + vec4u(0u, 1u, 2u, 3u);
  // Past the width the last output stands in, and past the last row that row.
  let weights_at = (head * W_HEAD_ROWS + W_FROM + min(outputs, vec4u(OUT_WIDTH - 1u))) * IN_QUADS;
  var places = array<vec4u, FOURS>();
  for (var four = 0u; four < FOURS; four++) { // unrolled
    places[four] = four_places(first_row + four * 4u, rows_end - 1u, lane, head);
  }

  var sums = array<vec4f, ROWS>();
  for (var quad = 0u; quad < IN_QUADS; quad++) {
    // Its columns are the weights of four outputs: a row times it is four dot products.
    let w = mat4x4f(
      load_weight(weights_at.x + quad),
      load_weight(weights_at.y + quad),
      load_weight(weights_at.z + quad),
      load_weight(weights_at.w + quad)
    );
    for (var four = 0u; four < FOURS; four++) { // unrolled
      let x = load_four_rows(places[four], quad);
      for (var r = 0u; r < 4u; r++) { // unrolled
        sums[four * 4u + r] += x[r] * w;
      }
    }
  }

  if (out >= OUT_WIDTH) {
    return;
  }
  // The padding of a bias is zero, and that of the results must be.
  var more = vec4f(0.0f);
  if (HAS_BIAS == 1u) {
    let b = head * ((OUT_WIDTH + 3u) / 4u * 4u) + out;
    more = vec4f(bias[b], bias[b + 1u], bias[b + 2u], bias[b + 3u]);
  }
  for (var r = 0u; r < ROWS; r++) { // unrolled
    let row = first_row + (lane ^ r);
    if (row < rows_end) {
      let sum = select(vec4f(0.0f), sums[r], outputs < vec4u(OUT_WIDTH));
      store_result(row, head, out / 4u, sum + more);
    }
  }
}
