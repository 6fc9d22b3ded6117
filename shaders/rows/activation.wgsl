// rows/activation.wgsl: the rows of a projection are the new tokens' activations.
import package::part::step::{step};
import constants::{IN_ROW_QUADS, IN_HEAD_QUADS, IN_FROM_QUADS};

// [batch, new_tokens, heads, width], each width padded with zeros to whole quads
@group(1) @binding(0) var<storage, read> rows: array<vec4f>;

fn row_count() -> u32 {
  return step.batch * step.new_tokens;
}

// Where a row's columns of a head begin.
fn row_at(row: u32, head: u32) -> u32 {
  return row * IN_ROW_QUADS + head * IN_HEAD_QUADS + IN_FROM_QUADS;
}

fn load_row(at: u32, quad: u32) -> vec4f {
  return rows[at + quad];
}
