// value/f16.wgsl: values in half precision, four elements in 8 bytes.
// unpack2x16float is core WGSL: no device feature is needed.
import constants::{VALUE_ROW_QUADS};

@group(1) @binding(1) var<storage, read> values: array<vec2u>;

// Four columns of a row, the rows of all sequences and heads being counted through.
fn load_value(row: u32, quad: u32) -> vec4f {
  let raw = values[row * VALUE_ROW_QUADS + quad];
  return vec4f(unpack2x16float(raw.x), unpack2x16float(raw.y));
}
