// key/bf16.wgsl: keys in bfloat16, four elements in 8 bytes.
import package::part::brain::{unpack_brain};
import constants::{KEY_ROW_QUADS, KEY_RUN};

@group(1) @binding(0) var<storage, read> keys: array<array<vec2u, KEY_RUN>>;

// A run is KEY_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
fn load_keys(row: u32, run: u32) -> array<vec4f, KEY_RUN> {
  let raw = keys[row * (KEY_ROW_QUADS / KEY_RUN) + run];
  var quads = array<vec4f, KEY_RUN>();
  for (var i = 0u; i < KEY_RUN; i++) { // unrolled
    quads[i] = unpack_brain(raw[i]);
  }
  return quads;
}
