// value/bf16.wgsl: values in bfloat16, four elements in 8 bytes.
import package::part::brain::{unpack_brain};
import constants::{VALUE_ROW_QUADS};

@group(1) @binding(1) var<storage, read> values: array<vec2u>;

// Four columns of a row, the rows of all sequences and heads being counted through.
fn load_value(row: u32, quad: u32) -> vec4f {
  return unpack_brain(values[row * VALUE_ROW_QUADS + quad]);
}
