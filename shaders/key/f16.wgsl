// key/f16.wgsl: keys in half precision, four elements in 8 bytes.
// unpack2x16float is core WGSL: no device feature is needed.
import constants::{KEY_ROW_QUADS, KEY_RUN};

@group(1) @binding(0) var<storage, read> keys: array<array<vec2u, KEY_RUN>>;

// A run is KEY_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
fn load_keys(row: u32, run: u32) -> array<vec4f, KEY_RUN> {
  let raw = keys[row * (KEY_ROW_QUADS / KEY_RUN) + run];
  var quads = array<vec4f, KEY_RUN>();
  for (var i = 0u; i < KEY_RUN; i++) { // unrolled
    quads[i] = vec4f(unpack2x16float(raw[i].x), unpack2x16float(raw[i].y));
  }
  return quads;
}
