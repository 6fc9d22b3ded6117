// key/int4.wgsl: keys as 4-bit codes, four elements in 2 bytes, each group of columns with an f16 scale.
// Rows are spread, and queries must be before they meet them.
import package::part::codes::{unpack_low_int4, unpack_high_int4, scale_of};
import package::part::step::{step};
import constants::{KEY_HEADS, KEY_ROW_QUADS, KEY_RUN, KEY_RUN_PAIRS};
import constants::{KEY_GROUP_SHIFT, KEY_SCALE_WORDS};

// Codes [rows, row quads], then scales [rows, scale words], two to a word.
@group(1) @binding(0) var<storage, read> keys: array<u32>;

// A run is KEY_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
// A run lies within one group; one of a single quad is half a word.
fn load_keys(row: u32, run: u32) -> array<vec4f, KEY_RUN> {
  let quad = run * KEY_RUN;
  let scales = step.field_rows * KEY_HEADS * (KEY_ROW_QUADS / 2u) + row * KEY_SCALE_WORDS;
  let word = keys[scales + (quad >> (KEY_GROUP_SHIFT + 1u))];
  let scale = scale_of(word, quad, KEY_GROUP_SHIFT);
  let first = row * KEY_ROW_QUADS + quad;
  var quads = array<vec4f, KEY_RUN>();
  if (KEY_RUN == 1u) {
    let codes = keys[first / 2u];
    let low = unpack_low_int4(codes, scale);
    quads[0] = select(low, unpack_high_int4(codes, scale), (first & 1u) != 0u);
    return quads;
  }
  for (var i = 0u; i < KEY_RUN_PAIRS; i++) { // unrolled
    let codes = keys[first / 2u + i];
    quads[2u * i] = unpack_low_int4(codes, scale);
    quads[2u * i + 1u] = unpack_high_int4(codes, scale);
  }
  return quads;
}
