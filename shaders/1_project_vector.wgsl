// 1_project_vector.wgsl: a few rows times a matrix, one workgroup for four outputs of a row.
// grid     [out_heads * ceil(OUT_WIDTH / 4), rows]
// rows     [rows, in]                 rows/*     read
// weights  [out_heads, W_HEAD_ROWS, in], of which rows W_FROM.. of each head   weights/*  read
// bias     [out_heads, OUT_WIDTH]     f32        read where HAS_BIAS is 1, padded to whole quads
// results  [rows, out_heads, OUT_WIDTH]          into/*     written
// bytes    each weight once per row, each row once per four outputs
import package::part::step::{step};
import rows::{load_row};
import weights::{load_weight};
import into::{store_result};
import reduce::{workgroup_sum};
import constants::{IN_QUADS, OUT_WIDTH, W_HEAD_ROWS, W_FROM, HAS_BIAS};

@group(0) @binding(1) var<storage, read> bias: array<f32>;

@compute @workgroup_size(64)
fn project_vector(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let tiles = (OUT_WIDTH + 3u) / 4u;
  let head = group.x / tiles;
  let tile = group.x % tiles;
  let row = group.y;

  // Four dot products share each load of x; lanes take the quads of the contraction in turn.
  var sums = vec4f(0.0f);
  for (var quad = lane; quad < IN_QUADS; quad += 64u) {
    let x = load_row(row, head, quad);
    for (var i = 0u; i < 4u; i++) {
      let out = min(tile * 4u + i, OUT_WIDTH - 1u);
      sums[i] += dot(x, load_weight((head * W_HEAD_ROWS + W_FROM + out) * IN_QUADS + quad));
    }
  }
  sums = workgroup_sum(lane, sums);

  if (lane == 0u) {
    for (var i = 0u; i < 4u; i++) {
      let out = tile * 4u + i;
      if (out >= OUT_WIDTH) {
        sums[i] = 0.0f;
      } else if (HAS_BIAS == 1u) {
        sums[i] += bias[head * 4u * tiles + out];
      }
    }
    store_result(row, head, tile, sums);
  }
}
