// key/int4.wgsl: keys as 4-bit codes, four elements in 2 bytes, each group of columns with an f16 scale.
// Rows are spread, and queries must be before they meet them.
import package::part::codes::{unpack_int4};
import package::part::step::{step};
import constants::{KEY_HEADS, KEY_ROW_QUADS, KEY_GROUP_QUADS, KEY_SCALE_WORDS};

// Codes [rows, row quads], then scales [rows, scale words], two to a word.
@group(1) @binding(0) var<storage, read> keys: array<u32>;

// Four columns of a row, the rows of all sequences and heads being counted through.
fn load_key(row: u32, quad: u32) -> vec4f {
  let rows = step.field_rows * KEY_HEADS;
  let group = quad / KEY_GROUP_QUADS;
  let scales = keys[rows * (KEY_ROW_QUADS / 2u) + row * KEY_SCALE_WORDS + group / 2u];
  let two_quads = keys[(row * KEY_ROW_QUADS + quad) / 2u];
  return unpack_int4(two_quads >> (quad % 2u * 16u)) * unpack2x16float(scales)[group % 2u];
}
