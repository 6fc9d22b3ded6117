// 3_rotate.wgsl: rotary position embedding, one lane per output element.
// grid     batch * new_tokens * IN_HEADS * OUT_HEAD / 64, folded
// inputs   [batch, new_tokens, IN_HEADS, ...], columns IN_FROM .. IN_FROM + WIDTH of each head   f32  read
// turns    [capacity, ROTARY_DIM / 2] of (cos, sin), made in float64 on the CPU                  f32  read
// results  [batch, new_tokens, IN_HEADS, WIDTH]   f32  written, padded with zeros to whole quads
// paper    Su et al. 2021, arXiv:2104.09864, equation 34
import package::part::flat::{flat_index};
import package::part::step::{step, sequence_at};
import pairs::{pair_of, columns_of};
import constants::{WIDTH, ROTARY_FROM, ROTARY_DIM, IN_HEADS, IN_ROW, IN_HEAD, IN_FROM, OUT_HEAD};

@group(0) @binding(0) var<storage, read> inputs: array<f32>;
@group(0) @binding(1) var<storage, read> turns: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(64)
fn rotate_rows(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let index = flat_index(group, groups, lane);
  let column = index % OUT_HEAD;
  let head = (index / OUT_HEAD) % IN_HEADS;
  let row = index / (OUT_HEAD * IN_HEADS);
  if (row >= step.batch * step.new_tokens) {
    return;
  }
  let first_in = row * IN_ROW + head * IN_HEAD + IN_FROM;
  if (column < ROTARY_FROM || column >= ROTARY_FROM + ROTARY_DIM) {
    // Columns that do not turn pass unchanged; the rest is padding.
    results[index] = select(0.0f, inputs[first_in + min(column, WIDTH - 1u)], column < WIDTH);
    return;
  }
  let position = sequence_at(row / step.new_tokens).start + row % step.new_tokens;
  let pair = pair_of(column - ROTARY_FROM);
  let turn = turns[position * (ROTARY_DIM / 2u) + pair.x];
  let from_columns = columns_of(pair.x);
  let a = inputs[first_in + ROTARY_FROM + from_columns.x];
  let b = inputs[first_in + ROTARY_FROM + from_columns.y];
  results[index] = select(a * turn.x - b * turn.y, b * turn.x + a * turn.y, pair.y == 1u);
}
