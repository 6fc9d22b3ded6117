// key/f16.wgsl: keys in half precision, four elements in 8 bytes.
// unpack2x16float is core WGSL: no device feature is needed.
import constants::{KEY_ROW_QUADS};

@group(1) @binding(0) var<storage, read> keys: array<vec2u>;

// Four columns of a row, the rows of all sequences and heads being counted through.
fn load_key(row: u32, quad: u32) -> vec4f {
  let raw = keys[row * KEY_ROW_QUADS + quad];
  return vec4f(unpack2x16float(raw.x), unpack2x16float(raw.y));
}
