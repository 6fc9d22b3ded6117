// rows/cached_int8.wgsl: rows are those of cached tokens, stored as 8-bit codes with scales, and still spread.
import package::part::codes::{unpack_int8, scale_of};
import package::part::step::{step};
import fields::{field_row};
import span::{first_key, end_key};
import constants::{IN_ROW_QUADS, IN_HEADS, IN_GROUP_SHIFT, IN_SCALE_WORDS};

// [batch, IN_HEADS, capacity, width]: codes, then scales
@group(1) @binding(0) var<storage, read> rows: array<u32>;

fn row_count() -> u32 {
  return step.batch * (end_key() - first_key(0u));
}

// Which row of the field has a token.
fn row_at(row: u32, head: u32) -> u32 {
  let tokens = end_key() - first_key(0u);
  return field_row(row / tokens, IN_HEADS, head, first_key(0u) + row % tokens);
}

fn load_row(cached: u32, quad: u32) -> vec4f {
  let before = step.field_rows * IN_HEADS * IN_ROW_QUADS;
  let word = rows[before + cached * IN_SCALE_WORDS + (quad >> (IN_GROUP_SHIFT + 1u))];
  return unpack_int8(rows[cached * IN_ROW_QUADS + quad], scale_of(word, quad, IN_GROUP_SHIFT));
}
