// 1_project_vector.wgsl: a few rows times one matrix or several, one workgroup for four outputs of a row.
// grid     [sum over matrices of heads * ceil(width / 4), rows]
// rows     [rows, in]                 rows/*     read
// weights  each matrix [heads, head rows, in], of which some rows of each head        weights/*  read
// bias     each [heads, width]        f32        read where a matrix has one, padded to whole quads
// results  each [rows, heads, width]  f32        written, padded with zeros to whole quads
// bytes    each weight once per row, each row once per four outputs
import package::part::step::{step};
import rows::{row_at, load_row};
import weights::{load_weight};
import reduce::{workgroup_sum};
import constants::{IN_QUADS, MATRICES, MATRIX_COUNT, LANES};

@group(0) @binding(0) var<storage, read_write> results: array<vec4f>;
@group(0) @binding(1) var<storage, read> bias: array<f32>;

// What MATRICES has in words. Matrices that share their input lie in one buffer, and so do their results.
struct Matrix {
  // Its first workgroup.
  first_group: u32,
  // Outputs of a head.
  width: u32,
  // Where its rows begin, and those of its next head, in quads.
  weights_from: u32,
  weights_head: u32,
  // Where its bias begins; NO_BIAS if it has none.
  bias_from: u32,
  // Where its results begin, and those of the next row, in quads.
  results_from: u32,
  results_row: u32,
}

const NO_BIAS = 0xffffffffu;

fn matrix_of(group: u32) -> Matrix {
  var found = 0u;
  for (var i = 1u; i < MATRIX_COUNT; i++) {
    if (group >= MATRICES[i][0]) {
      found = i;
    }
  }
  let words = MATRICES[found];
  return Matrix(words[0], words[1], words[2], words[3], words[4], words[5], words[6]);
}

@compute @workgroup_size(LANES)
fn project_vector(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let matrix = matrix_of(group.x);
  let tiles = (matrix.width + 3u) / 4u;
  let head_tile = group.x - matrix.first_group;
  let head = head_tile / tiles;
  let first_output = head_tile % tiles * 4u;
  let outputs = min(4u, matrix.width - first_output);
  let first_weight = matrix.weights_from + head * matrix.weights_head + first_output * IN_QUADS;
  let row = group.y;

  let at = row_at(row, head);
  // Four dot products share each load of x; lanes take the quads of the contraction in turn.
  var sums = vec4f(0.0f);
  for (var quad = lane; quad < IN_QUADS; quad += LANES) {
    let x = load_row(at, quad);
    for (var i = 0u; i < 4u; i++) { // unrolled
      sums[i] += dot(x, load_weight(first_weight + min(i, outputs - 1u) * IN_QUADS + quad));
    }
  }
  sums = workgroup_sum(lane, sums);

  if (lane == 0u) {
    for (var i = 0u; i < 4u; i++) {
      if (i >= outputs) {
        sums[i] = 0.0f;
      } else if (matrix.bias_from != NO_BIAS) {
        sums[i] += bias[matrix.bias_from + head_tile * 4u + i];
      }
    }
    results[matrix.results_from + row * matrix.results_row + head_tile] = sums;
  }
}
