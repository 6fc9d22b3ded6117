// into/activation.wgsl: a projection's results are the new tokens' activations.
import constants::{OUT_ROW_QUADS, OUT_HEAD_QUADS};

// [batch, new_tokens, heads, width], each width padded with zeros to whole quads
@group(0) @binding(0) var<storage, read_write> results: array<vec4f>;

fn store_result(row: u32, head: u32, quad: u32, value: vec4f) {
  results[row * OUT_ROW_QUADS + head * OUT_HEAD_QUADS + quad] = value;
}
