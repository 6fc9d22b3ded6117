// finish/context.wgsl: the tiled kernel has seen every key, and writes the context.
import constants::{OUT_ROW_QUADS, OUT_HEAD_QUADS};

// [batch, new_tokens, query_heads, value]
@group(0) @binding(2) var<storage, read_write> context: array<vec4f>;

// One quad of a row's result: `sum` of weighted values, whose weights add up to `total`.
fn store_sum(token: u32, head: u32, row: u32, split: u32, column: u32, sum: vec4f, total: f32) {
  // A query that sees no key has weight 0 and gives 0.
  let value = select(vec4f(0.0f), sum / total, total > 0.0f);
  context[token * OUT_ROW_QUADS + head * OUT_HEAD_QUADS + column] = value;
}

fn store_statistics(row: u32, split: u32, greatest: f32, total: f32) {
}
