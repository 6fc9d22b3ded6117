// key_tail/f16.wgsl: the second piece of a key row, e.g. MLA's rotary key, four elements in 8 bytes.
// unpack2x16float is core WGSL: no device feature is needed.
import constants::{TAIL_ROW_QUADS, TAIL_RUN};

@group(2) @binding(0) var<storage, read> key_tails: array<array<vec2u, TAIL_RUN>>;

// A run is TAIL_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
fn load_key_tails(row: u32, run: u32) -> array<vec4f, TAIL_RUN> {
  let raw = key_tails[row * (TAIL_ROW_QUADS / TAIL_RUN) + run];
  var quads = array<vec4f, TAIL_RUN>();
  for (var i = 0u; i < TAIL_RUN; i++) { // unrolled
    quads[i] = vec4f(unpack2x16float(raw[i].x), unpack2x16float(raw[i].y));
  }
  return quads;
}
