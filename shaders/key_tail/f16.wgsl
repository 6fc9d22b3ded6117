// key_tail/f16.wgsl: the second piece of a key row, e.g. MLA's rotary key, four elements in 8 bytes.
import constants::{TAIL_ROW_QUADS};

@group(2) @binding(0) var<storage, read> key_tails: array<vec2u>;

fn load_key_tail(row: u32, quad: u32) -> vec4f {
  let raw = key_tails[row * TAIL_ROW_QUADS + quad];
  return vec4f(unpack2x16float(raw.x), unpack2x16float(raw.y));
}
