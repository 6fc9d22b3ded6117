// 1_project_matrix.wgsl: many rows times a matrix, in tiles of 32 rows x 32 outputs held in registers.
// grid     [out_heads * ceil(OUT_WIDTH / 32), ceil(rows / 32)]
// rows     [rows, in]                 rows/*     read
// weights  [out_heads, W_HEAD_ROWS, in], of which rows W_FROM.. of each head   weights/*  read
// bias     [out_heads, OUT_WIDTH]     f32        read where HAS_BIAS is 1, padded to whole quads
// results  [rows, out_heads, OUT_WIDTH]          into/*     written
// bytes    each weight once per 32 rows, each row once per 32 outputs
// memory   2 tiles x 32 rows x 4 quads x 16 B = 4 KiB of workgroup memory
import package::part::step::{step};
import rows::{row_count, row_at, load_row};
import weights::{load_weight};
import into::{store_result};
import constants::{IN_QUADS, OUT_WIDTH, W_HEAD_ROWS, W_FROM, HAS_BIAS};

@group(0) @binding(1) var<storage, read> bias: array<f32>;

// Four quads of the contraction at a time, [32 rows][4 quads].
var<workgroup> x_tile: array<vec4f, 128>;
var<workgroup> w_tile: array<vec4f, 128>;

@compute @workgroup_size(64)
fn project_matrix(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let tiles = (OUT_WIDTH + 31u) / 32u;
  let head = group.x / tiles;
  let first_out = (group.x % tiles) * 32u;
  let first_row = group.y * 32u;
  let rows_end = row_count();
  // A lane makes rows down * 4 .. + 3 and outputs across * 4 .. + 3.
  let across = lane % 8u;
  let down = lane / 8u;

  var sums = array<vec4f, 4>();
  // A lane stages a quad of two rows, whose places are looked up once.
  let staged = min(vec2u(lane / 4u, lane / 4u + 16u) + first_row, vec2u(rows_end - 1u));
  let at = array<u32, 2>(row_at(staged.x, head), row_at(staged.y, head));
  for (var chunk = 0u; chunk < IN_QUADS; chunk += 4u) {
    let quad = chunk + lane % 4u;
    for (var half = 0u; half < 2u; half++) {
      let i = half * 64u + lane;
      let out = first_out + i / 4u;
      x_tile[i] = vec4f(0.0f);
      w_tile[i] = vec4f(0.0f);
      if (quad < IN_QUADS) {
        x_tile[i] = load_row(at[half], quad);
      }
      if (quad < IN_QUADS && out < OUT_WIDTH) {
        w_tile[i] = load_weight((head * W_HEAD_ROWS + W_FROM + out) * IN_QUADS + quad);
      }
    }
    workgroupBarrier();
    for (var quad = 0u; quad < 4u; quad++) {
      let w0 = w_tile[(across * 4u) * 4u + quad];
      let w1 = w_tile[(across * 4u + 1u) * 4u + quad];
      let w2 = w_tile[(across * 4u + 2u) * 4u + quad];
      let w3 = w_tile[(across * 4u + 3u) * 4u + quad];
      for (var i = 0u; i < 4u; i++) {
        let x = x_tile[(down * 4u + i) * 4u + quad];
        sums[i] += vec4f(dot(x, w0), dot(x, w1), dot(x, w2), dot(x, w3));
      }
    }
    workgroupBarrier();
  }

  let out = first_out + across * 4u;
  for (var i = 0u; i < 4u; i++) {
    let row = first_row + down * 4u + i;
    if (row < rows_end && out < OUT_WIDTH) {
      var sum = sums[i];
      // Outputs past the width were summed with zero weights: they are the row's padding.
      if (HAS_BIAS == 1u) {
        // The padding of a bias is zero, as that of the results must be.
        let b = head * ((OUT_WIDTH + 3u) / 4u * 4u) + out;
        sum += vec4f(bias[b], bias[b + 1u], bias[b + 2u], bias[b + 3u]);
      }
      store_result(row, head, out / 4u, sum);
    }
  }
}
