// value/int4.wgsl: values as 4-bit codes, four elements in 2 bytes, each group of columns with an f16 scale.
// Rows are spread, and so are the contexts made of them.
import package::part::codes::{unpack_int4};
import package::part::step::{step};
import constants::{VALUE_HEADS, VALUE_ROW_QUADS, VALUE_GROUP_QUADS, VALUE_SCALE_WORDS};

// Codes [rows, row quads], then scales [rows, scale words], two to a word.
@group(1) @binding(1) var<storage, read> values: array<u32>;

// Four columns of a row, the rows of all sequences and heads being counted through.
fn load_value(row: u32, quad: u32) -> vec4f {
  let rows = step.field_rows * VALUE_HEADS;
  let group = quad / VALUE_GROUP_QUADS;
  let scales = values[rows * (VALUE_ROW_QUADS / 2u) + row * VALUE_SCALE_WORDS + group / 2u];
  let two_quads = values[(row * VALUE_ROW_QUADS + quad) / 2u];
  return unpack_int4(two_quads >> (quad % 2u * 16u)) * unpack2x16float(scales)[group % 2u];
}
