// key/counting.wgsl: keys in f32, every load counted.
import package::part::counters::{loads};
import constants::{KEY_ROW_QUADS};

@group(1) @binding(0) var<storage, read> keys: array<vec4f>;

fn load_key(row: u32, quad: u32) -> vec4f {
  atomicAdd(&loads[0], 1u);
  return keys[row * KEY_ROW_QUADS + quad];
}
