// 1_project_transposed.wgsl: rows times a matrix as it lies, [in, out]: MLA's absorption of W_UK into the query.
// grid     [ceil(OUT_QUADS / 64), and 1 where there is work beside, heads, ceil(rows / ROWS)]
// rows     [rows, heads, IN_WIDTH]              rows/*     read
// weights  [heads, W_HEAD_ROWS, out], of which rows W_FROM .. W_FROM + IN_WIDTH   weights/*  read
// results  [rows, heads, out]                   into/*     written
// bytes    each weight once per ROWS rows
// paper    DeepSeek-V2, arXiv:2405.04434, section 2.1.2: "W_UK can be absorbed into W_Q"
import package::part::step::{step};
import rows::{row_count, row_at, load_row};
import weights::{load_weight};
import into::{store_result};
import beside::{work_beside};
import constants::{ROWS, IN_WIDTH, OUT_QUADS, W_HEAD_ROWS, W_FROM};

@compute @workgroup_size(64)
fn project_transposed(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let out_quad = group.x * 64u + lane;
  let head = group.y;
  let first_row = group.z * ROWS;
  let rows_end = row_count();
  if (group.x * 64u >= OUT_QUADS) {
    work_beside(lane, head, first_row, rows_end);
    return;
  }
  if (out_quad >= OUT_QUADS) {
    return;
  }

  var at = array<u32, ROWS>();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    at[r] = row_at(min(first_row + r, rows_end - 1u), head);
  }
  var sums = array<vec4f, ROWS>();
  for (var quad = 0u; quad < (IN_WIDTH + 3u) / 4u; quad++) {
    // x beyond IN_WIDTH belongs to the next slice of the row, and so do the weights there.
    let columns = quad * 4u + vec4u(0u, 1u, 2u, 3u);
    let inner = min(columns, vec4u(IN_WIDTH - 1u));
    let at_w = (head * W_HEAD_ROWS + W_FROM + inner) * OUT_QUADS + out_quad;
    let w = mat4x4f(
      load_weight(at_w.x),
      load_weight(at_w.y),
      load_weight(at_w.z),
      load_weight(at_w.w)
    );
    for (var r = 0u; r < ROWS; r++) { // unrolled
      let x = select(vec4f(0.0f), load_row(at[r], quad), columns < vec4u(IN_WIDTH));
      sums[r] += w * x;
    }
  }
  for (var r = 0u; r < ROWS; r++) {
    if (first_row + r < rows_end) {
      store_result(first_row + r, head, out_quad, sums[r]);
    }
  }
}
