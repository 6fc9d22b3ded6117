// value/f16.wgsl: values in half precision, four elements in 8 bytes.
// unpack2x16float is core WGSL: no device feature is needed.
import constants::{VALUE_ROW_QUADS, VALUE_RUN};

@group(1) @binding(1) var<storage, read> values: array<array<vec2u, VALUE_RUN>>;

// A run is VALUE_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
fn load_values(row: u32, run: u32) -> array<vec4f, VALUE_RUN> {
  let raw = values[row * (VALUE_ROW_QUADS / VALUE_RUN) + run];
  var quads = array<vec4f, VALUE_RUN>();
  for (var i = 0u; i < VALUE_RUN; i++) { // unrolled
    quads[i] = vec4f(unpack2x16float(raw[i].x), unpack2x16float(raw[i].y));
  }
  return quads;
}
