// value/f32.wgsl: values as they were computed, four elements in 16 bytes.
import constants::{VALUE_ROW_QUADS, VALUE_RUN};

@group(1) @binding(1) var<storage, read> values: array<array<vec4f, VALUE_RUN>>;

// A run is VALUE_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
fn load_values(row: u32, run: u32) -> array<vec4f, VALUE_RUN> {
  return values[row * (VALUE_ROW_QUADS / VALUE_RUN) + run];
}
