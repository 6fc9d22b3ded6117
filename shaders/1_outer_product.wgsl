// 1_outer_product.wgsl: heads written as a sum of few outer products of a factor over heads and one over columns, of
// new tokens or of cached ones; one lane per quad of columns.
// grid     rows * OUT_HEADS * OUT_HEAD_QUADS / 64, folded
// keys     [.., RANK, head factors]    key/*   read: the left factor, one column a head
// values   [.., RANK, column factors]  value/* read: the right factor
// results  [rows, OUT_HEADS, width]    into/*  written
// bytes    the factors once per head and quad, most of them from the processor's cache
// paper    Zhang et al. 2025, arXiv:2501.06425, equation 3
import package::part::flat::{flat_index};
import package::part::step::{step};
import key::{load_keys};
import value::{load_values};
import place::{row_of};
import factors::{token_count, token_at};
import into::{store_result};
import constants::{RANK, SCALE, OUT_HEADS, OUT_HEAD_QUADS};

@compute @workgroup_size(64)
fn outer_product(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let index = flat_index(group, groups, lane);
  let quad = index % OUT_HEAD_QUADS;
  let head = (index / OUT_HEAD_QUADS) % OUT_HEADS;
  let row = index / (OUT_HEAD_QUADS * OUT_HEADS);
  if (row >= step.batch * token_count()) {
    return;
  }
  let sequence = row / token_count();
  let token = token_at(row % token_count());
  var sum = vec4f(0.0f);
  for (var r = 0u; r < RANK; r++) {
    let factor = row_of(sequence, RANK, r, token);
    sum += load_keys(factor, head / 4u)[0][head % 4u] * load_values(factor, quad)[0];
  }
  store_result(row, head, quad, sum * SCALE);
}
