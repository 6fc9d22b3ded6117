// value/int4.wgsl: values as 4-bit codes, four elements in 2 bytes, each group of columns with an f16 scale.
// Rows are spread, and so are the contexts made of them.
import package::part::codes::{unpack_low_int4, unpack_high_int4, scale_of};
import package::part::step::{step};
import constants::{VALUE_HEADS, VALUE_ROW_QUADS, VALUE_RUN, VALUE_RUN_PAIRS};
import constants::{VALUE_GROUP_SHIFT, VALUE_SCALE_WORDS};

// Codes [rows, row quads], then scales [rows, scale words], two to a word.
@group(1) @binding(1) var<storage, read> values: array<u32>;

// A run is VALUE_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
// A run lies within one group; one of a single quad is half a word.
fn load_values(row: u32, run: u32) -> array<vec4f, VALUE_RUN> {
  let quad = run * VALUE_RUN;
  let scales = step.field_rows * VALUE_HEADS * (VALUE_ROW_QUADS / 2u) + row * VALUE_SCALE_WORDS;
  let word = values[scales + (quad >> (VALUE_GROUP_SHIFT + 1u))];
  let scale = scale_of(word, quad, VALUE_GROUP_SHIFT);
  let first = row * VALUE_ROW_QUADS + quad;
  var quads = array<vec4f, VALUE_RUN>();
  if (VALUE_RUN == 1u) {
    let codes = values[first / 2u];
    let low = unpack_low_int4(codes, scale);
    quads[0] = select(low, unpack_high_int4(codes, scale), (first & 1u) != 0u);
    return quads;
  }
  for (var i = 0u; i < VALUE_RUN_PAIRS; i++) { // unrolled
    let codes = values[first / 2u + i];
    quads[2u * i] = unpack_low_int4(codes, scale);
    quads[2u * i + 1u] = unpack_high_int4(codes, scale);
  }
  return quads;
}
