// value/int4.wgsl: values as 4-bit codes, four elements in 2 bytes, each group of columns with an f16 scale.
// Rows are spread, and so are the contexts made of them.
import package::part::codes::{unpack_int4, scale_of};
import package::part::step::{step};
import constants::{VALUE_HEADS, VALUE_ROW_QUADS, VALUE_RUN, VALUE_RUN_PAIRS};
import constants::{VALUE_GROUP_SHIFT, VALUE_SCALE_WORDS};

// Codes [rows, row quads], then scales [rows, scale words], two to a word.
@group(1) @binding(1) var<storage, read> values: array<u32>;

// A run is VALUE_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
// A run lies within one group; one of a single quad is half a word.
fn load_values(row: u32, run: u32) -> array<vec4f, VALUE_RUN> {
  let group = (run * VALUE_RUN) >> VALUE_GROUP_SHIFT;
  let scales = step.field_rows * VALUE_HEADS * (VALUE_ROW_QUADS / 2u) + row * VALUE_SCALE_WORDS;
  let scale = scale_of(values[scales + (group >> 1u)], group);
  let first = row * VALUE_ROW_QUADS + run * VALUE_RUN;
  var quads = array<vec4f, VALUE_RUN>();
  if (VALUE_RUN == 1u) {
    quads[0] = unpack_int4(values[first >> 1u] >> ((first & 1u) << 4u)) * scale;
    return quads;
  }
  for (var word = 0u; word < VALUE_RUN_PAIRS; word++) { // unrolled
    let codes = values[(first >> 1u) + word];
    quads[2u * word] = unpack_int4(codes) * scale;
    quads[2u * word + 1u] = unpack_int4(codes >> 16u) * scale;
  }
  return quads;
}
