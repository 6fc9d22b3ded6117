// key/bf16.wgsl: keys in bfloat16, four elements in 8 bytes.
import package::part::brain::{unpack_brain};
import constants::{KEY_ROW_QUADS};

@group(1) @binding(0) var<storage, read> keys: array<vec2u>;

// Four columns of a row, the rows of all sequences and heads being counted through.
fn load_key(row: u32, quad: u32) -> vec4f {
  return unpack_brain(keys[row * KEY_ROW_QUADS + quad]);
}
