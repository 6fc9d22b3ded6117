// beside/rotation.wgsl: other columns of the rows that are projected turn meanwhile: MLA's rotary query.
// paper    Su et al. 2021, arXiv:2104.09864, equation 34
import package::part::step::{step, sequence_at};
import pairs::{pair_of, columns_of};
import constants::{ROWS, IN_ROW_QUADS, IN_HEAD_QUADS, ROTARY_DIM};
import constants::{UNROTATED_FROM, ROTATED_ROW, ROTATED_HEAD};

// The rows that are projected, by elements.
@group(2) @binding(1) var<storage, read> unrotated: array<f32>;
// [positions, ROTARY_DIM / 2] of (cos, sin), made in float64 on the CPU
@group(2) @binding(2) var<storage, read> turns: array<vec2f>;
// [rows, heads, ROTARY_DIM], padded with zeros to whole quads
@group(2) @binding(3) var<storage, read_write> rotated: array<f32>;

// Turns one head of up to ROWS rows.
fn work_beside(lane: u32, head: u32, first_row: u32, rows_end: u32) {
  for (var row = first_row; row < min(first_row + ROWS, rows_end); row++) {
    let position = sequence_at(row / step.new_tokens).start + row % step.new_tokens;
    let first_in = row * IN_ROW_QUADS * 4u + head * IN_HEAD_QUADS * 4u + UNROTATED_FROM;
    let first_out = row * ROTATED_ROW + head * ROTATED_HEAD;
    for (var column = lane; column < ROTATED_HEAD; column += 64u) {
      var value = 0.0f;
      if (column < ROTARY_DIM) {
        let pair = pair_of(column);
        let turn = turns[position * (ROTARY_DIM / 2u) + pair.x];
        let from_columns = columns_of(pair.x);
        let a = unrotated[first_in + from_columns.x];
        let b = unrotated[first_in + from_columns.y];
        value = select(a * turn.x - b * turn.y, b * turn.x + a * turn.y, pair.y == 1u);
      }
      rotated[first_out + column] = value;
    }
  }
}
