// into/rebuilt.wgsl: a projection's results are rebuilt keys or values, laid out as a cache.
import package::part::step::{step};
import constants::{OUT_HEADS, OUT_HEAD_QUADS};

// [batch, OUT_HEADS, capacity, width], each width padded with zeros to whole quads
@group(0) @binding(0) var<storage, read_write> results: array<vec4f>;

fn store_result(row: u32, head: u32, quad: u32, value: vec4f) {
  let sequence = row / step.context;
  let cached = (sequence * OUT_HEADS + head) * step.capacity + row % step.context;
  results[cached * OUT_HEAD_QUADS + quad] = value;
}
