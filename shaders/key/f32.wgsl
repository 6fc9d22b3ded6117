// key/f32.wgsl: keys as they were computed, four elements in 16 bytes.
import constants::{KEY_ROW_QUADS};

@group(1) @binding(0) var<storage, read> keys: array<vec4f>;

// Four columns of a row, the rows of all sequences and heads being counted through.
fn load_key(row: u32, quad: u32) -> vec4f {
  return keys[row * KEY_ROW_QUADS + quad];
}
