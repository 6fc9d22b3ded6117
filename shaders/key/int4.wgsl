// key/int4.wgsl: keys as 4-bit codes, four elements in 2 bytes, each group of columns with an f16 scale.
// Rows are spread, and queries must be before they meet them.
import package::part::codes::{unpack_int4, scale_of};
import package::part::step::{step};
import constants::{KEY_HEADS, KEY_ROW_QUADS, KEY_RUN, KEY_RUN_PAIRS};
import constants::{KEY_GROUP_SHIFT, KEY_SCALE_WORDS};

// Codes [rows, row quads], then scales [rows, scale words], two to a word.
@group(1) @binding(0) var<storage, read> keys: array<u32>;

// A run is KEY_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
// A run lies within one group; one of a single quad is half a word.
fn load_keys(row: u32, run: u32) -> array<vec4f, KEY_RUN> {
  let group = (run * KEY_RUN) >> KEY_GROUP_SHIFT;
  let scales = step.field_rows * KEY_HEADS * (KEY_ROW_QUADS / 2u) + row * KEY_SCALE_WORDS;
  let scale = scale_of(keys[scales + (group >> 1u)], group);
  let first = row * KEY_ROW_QUADS + run * KEY_RUN;
  var quads = array<vec4f, KEY_RUN>();
  if (KEY_RUN == 1u) {
    quads[0] = unpack_int4(keys[first >> 1u] >> ((first & 1u) << 4u)) * scale;
    return quads;
  }
  for (var word = 0u; word < KEY_RUN_PAIRS; word++) { // unrolled
    let codes = keys[(first >> 1u) + word];
    quads[2u * word] = unpack_int4(codes) * scale;
    quads[2u * word + 1u] = unpack_int4(codes >> 16u) * scale;
  }
  return quads;
}
