// value/counting.wgsl: values in f32, every load counted.
import package::part::counters::{loads};
import constants::{VALUE_ROW_QUADS};

@group(1) @binding(1) var<storage, read> values: array<vec4f>;

fn load_value(row: u32, quad: u32) -> vec4f {
  atomicAdd(&loads[1], 1u);
  return values[row * VALUE_ROW_QUADS + quad];
}
