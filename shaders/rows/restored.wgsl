// rows/restored.wgsl: the rows of a projection are those of cached tokens, read from codes and unspread before.
import package::part::step::{step};
import span::{first_key, end_key};
import constants::{IN_ROW_QUADS, IN_HEADS, IN_FROM_QUADS, OUT_HEADS, REBUILT_KEYS};

// [batch, IN_HEADS, REBUILT_KEYS, width]
@group(1) @binding(0) var<storage, read> rows: array<vec4f>;

fn row_count() -> u32 {
  return step.batch * (end_key() - first_key(0u));
}

// Where a token's columns begin. `head` is one of the OUT_HEADS; as many of them share each cached one.
fn row_at(row: u32, head: u32) -> u32 {
  let tokens = end_key() - first_key(0u);
  let block = row / tokens * IN_HEADS + head * IN_HEADS / OUT_HEADS;
  return (block * REBUILT_KEYS + row % tokens) * IN_ROW_QUADS + IN_FROM_QUADS;
}

fn load_row(at: u32, quad: u32) -> vec4f {
  return rows[at + quad];
}
