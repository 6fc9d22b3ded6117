// key_tail/counting.wgsl: second key pieces in f32, every load counted.
import package::part::counters::{loads};
import constants::{TAIL_ROW_QUADS};

@group(2) @binding(0) var<storage, read> key_tails: array<vec4f>;

fn load_key_tail(row: u32, quad: u32) -> vec4f {
  atomicAdd(&loads[2], 1u);
  return key_tails[row * TAIL_ROW_QUADS + quad];
}
