// rows/cached_f16.wgsl: the rows of a projection are all cached tokens, stored in half precision.
import package::part::step::{step};
import constants::{IN_ROW_QUADS, IN_HEADS, IN_FROM_QUADS};

// [batch, IN_HEADS, capacity, width]
@group(1) @binding(0) var<storage, read> rows: array<vec2u>;

fn row_count() -> u32 {
  return step.batch * step.context;
}

fn load_row(row: u32, head: u32, quad: u32) -> vec4f {
  let sequence = row / step.context;
  let block = sequence * IN_HEADS + min(head, IN_HEADS - 1u);
  let cached = block * step.capacity + row % step.context;
  let raw = rows[cached * IN_ROW_QUADS + IN_FROM_QUADS + quad];
  return vec4f(unpack2x16float(raw.x), unpack2x16float(raw.y));
}
