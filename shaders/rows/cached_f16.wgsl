// rows/cached_f16.wgsl: the rows of a projection are cached tokens, stored in half precision.
import package::part::step::{step};
import fields::{field_row};
import span::{first_key, end_key};
import constants::{IN_ROW_QUADS, IN_HEADS, IN_FROM_QUADS, OUT_HEADS};

// [batch, IN_HEADS, capacity, width]
@group(1) @binding(0) var<storage, read> rows: array<vec2u>;

fn row_count() -> u32 {
  return step.batch * (end_key() - first_key(0u));
}

// `head` is one of the OUT_HEADS that are made; as many of them share each cached one.
fn load_row(row: u32, head: u32, quad: u32) -> vec4f {
  let tokens = end_key() - first_key(0u);
  let token = first_key(0u) + row % tokens;
  let cached = field_row(row / tokens, IN_HEADS, head * IN_HEADS / OUT_HEADS, token);
  let raw = rows[cached * IN_ROW_QUADS + IN_FROM_QUADS + quad];
  return vec4f(unpack2x16float(raw.x), unpack2x16float(raw.y));
}
