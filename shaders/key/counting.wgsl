// key/counting.wgsl: keys in f32, every load counted.
import package::part::counters::{loads};
import constants::{KEY_ROW_QUADS, KEY_RUN};

@group(1) @binding(0) var<storage, read> keys: array<array<vec4f, KEY_RUN>>;

// A run is KEY_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
fn load_keys(row: u32, run: u32) -> array<vec4f, KEY_RUN> {
  atomicAdd(&loads[0], KEY_RUN);
  return keys[row * (KEY_ROW_QUADS / KEY_RUN) + run];
}
