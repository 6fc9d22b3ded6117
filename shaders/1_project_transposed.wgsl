// 1_project_transposed.wgsl: rows times a matrix as it lies, [in, out]: MLA's absorption of W_UK into the query.
// grid     [ceil(OUT_QUADS / 64), and 1 where there is work beside, heads, ceil(rows / 4)]
// rows     [rows, heads, IN_WIDTH]              rows/*     read
// weights  [heads, W_HEAD_ROWS, out], of which rows W_FROM .. W_FROM + IN_WIDTH   weights/*  read
// results  [rows, heads, out]                   into/*     written
// bytes    each weight once per four rows
// paper    DeepSeek-V2, arXiv:2405.04434, section 2.1.2: "W_UK can be absorbed into W_Q"
import package::part::step::{step};
import rows::{row_count, load_row};
import weights::{load_weight};
import into::{store_result};
import beside::{work_beside};
import constants::{IN_WIDTH, OUT_QUADS, W_HEAD_ROWS, W_FROM};

@compute @workgroup_size(64)
fn project_transposed(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let out_quad = group.x * 64u + lane;
  let head = group.y;
  let first_row = group.z * 4u;
  let rows_end = row_count();
  if (group.x * 64u >= OUT_QUADS) {
    work_beside(lane, head, first_row, rows_end);
    return;
  }
  if (out_quad >= OUT_QUADS) {
    return;
  }

  var sums = array<vec4f, 4>();
  for (var quad = 0u; quad < (IN_WIDTH + 3u) / 4u; quad++) {
    // x beyond IN_WIDTH belongs to the next slice of the row, and so do the weights there.
    let count = min(4u, IN_WIDTH - quad * 4u);
    var w = array<vec4f, 4>();
    for (var i = 0u; i < count; i++) {
      w[i] = load_weight((head * W_HEAD_ROWS + W_FROM + quad * 4u + i) * OUT_QUADS + out_quad);
    }
    for (var r = 0u; r < 4u; r++) {
      let x = load_row(min(first_row + r, rows_end - 1u), head, quad);
      for (var i = 0u; i < count; i++) {
        sums[r] += x[i] * w[i];
      }
    }
  }
  for (var r = 0u; r < 4u; r++) {
    if (first_row + r < rows_end) {
      store_result(first_row + r, head, out_quad, sums[r]);
    }
  }
}
