// value/int8.wgsl: values as 8-bit codes, four elements in 4 bytes, each group of columns with an f16 scale.
// Rows are spread, and so are the contexts made of them.
import package::part::codes::{unpack_int8};
import package::part::step::{step};
import constants::{VALUE_HEADS, VALUE_ROW_QUADS, VALUE_GROUP_QUADS, VALUE_SCALE_WORDS};

// Codes [rows, row quads], then scales [rows, scale words], two to a word.
@group(1) @binding(1) var<storage, read> values: array<u32>;

// Four columns of a row, the rows of all sequences and heads being counted through.
fn load_value(row: u32, quad: u32) -> vec4f {
  let rows = step.field_rows * VALUE_HEADS;
  let group = quad / VALUE_GROUP_QUADS;
  let scales = values[rows * VALUE_ROW_QUADS + row * VALUE_SCALE_WORDS + group / 2u];
  return unpack_int8(values[row * VALUE_ROW_QUADS + quad]) * unpack2x16float(scales)[group % 2u];
}
