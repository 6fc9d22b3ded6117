// key_tail/f32.wgsl: the second piece of a key row, e.g. MLA's rotary key, four elements in 16 bytes.
import constants::{TAIL_ROW_QUADS};

@group(2) @binding(0) var<storage, read> key_tails: array<vec4f>;

fn load_key_tail(row: u32, quad: u32) -> vec4f {
  return key_tails[row * TAIL_ROW_QUADS + quad];
}
