// into/rebuilt.wgsl: results are keys or values rebuilt from cached tokens.
import span::{first_key, end_key};
import constants::{OUT_HEADS, OUT_HEAD_QUADS, REBUILT_KEYS};

// [batch, OUT_HEADS, REBUILT_KEYS, width], each width padded with zeros to whole quads
@group(0) @binding(0) var<storage, read_write> results: array<vec4f>;

fn store_result(row: u32, head: u32, quad: u32, value: vec4f) {
  let tokens = end_key() - first_key(0u);
  let rebuilt = (row / tokens * OUT_HEADS + head) * REBUILT_KEYS + row % tokens;
  results[rebuilt * OUT_HEAD_QUADS + quad] = value;
}
