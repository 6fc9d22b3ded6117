// value/int8.wgsl: values as 8-bit codes, four elements in 4 bytes, each group of columns with an f16 scale.
// Rows are spread, and so are the contexts made of them.
import package::part::codes::{unpack_int8, scale_of};
import package::part::step::{step};
import constants::{VALUE_HEADS, VALUE_ROW_QUADS, VALUE_RUN, VALUE_GROUP_SHIFT, VALUE_SCALE_WORDS};

// Codes [rows, row quads], then scales [rows, scale words], two to a word.
@group(1) @binding(1) var<storage, read> values: array<u32>;

// A run is VALUE_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
// A run lies within one group.
fn load_values(row: u32, run: u32) -> array<vec4f, VALUE_RUN> {
  let quad = run * VALUE_RUN;
  let scales = step.field_rows * VALUE_HEADS * VALUE_ROW_QUADS + row * VALUE_SCALE_WORDS;
  let word = values[scales + (quad >> (VALUE_GROUP_SHIFT + 1u))];
  let scale = scale_of(word, quad, VALUE_GROUP_SHIFT);
  let first = row * VALUE_ROW_QUADS + quad;
  var quads = array<vec4f, VALUE_RUN>();
  for (var i = 0u; i < VALUE_RUN; i++) { // unrolled
    quads[i] = unpack_int8(values[first + i], scale);
  }
  return quads;
}
