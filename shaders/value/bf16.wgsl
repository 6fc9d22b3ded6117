// value/bf16.wgsl: values in bfloat16, four elements in 8 bytes.
import package::part::brain::{unpack_brain};
import constants::{VALUE_ROW_QUADS, VALUE_RUN};

@group(1) @binding(1) var<storage, read> values: array<array<vec2u, VALUE_RUN>>;

// A run is VALUE_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
fn load_values(row: u32, run: u32) -> array<vec4f, VALUE_RUN> {
  let raw = values[row * (VALUE_ROW_QUADS / VALUE_RUN) + run];
  var quads = array<vec4f, VALUE_RUN>();
  for (var i = 0u; i < VALUE_RUN; i++) { // unrolled
    quads[i] = unpack_brain(raw[i]);
  }
  return quads;
}
