// key_tail/bf16.wgsl: the second piece of a key row, e.g. MLA's rotary key, four elements in 8 bytes.
import package::part::brain::{unpack_brain};
import constants::{TAIL_ROW_QUADS};

@group(2) @binding(0) var<storage, read> key_tails: array<vec2u>;

fn load_key_tail(row: u32, quad: u32) -> vec4f {
  return unpack_brain(key_tails[row * TAIL_ROW_QUADS + quad]);
}
