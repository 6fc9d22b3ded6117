// value/f32.wgsl: values as they were computed, four elements in 16 bytes.
import constants::{VALUE_ROW_QUADS};

@group(1) @binding(1) var<storage, read> values: array<vec4f>;

// Four columns of a row, the rows of all sequences and heads being counted through.
fn load_value(row: u32, quad: u32) -> vec4f {
  return values[row * VALUE_ROW_QUADS + quad];
}
