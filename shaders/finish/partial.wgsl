// finish/partial.wgsl: the tiled kernel has seen some of the keys, and leaves a partial result for 6_merge.
import package::part::step::{step};
import constants::{VALUE_QUADS};

// [batch * KV_HEADS, query rows, splits, VALUE_QUADS + 1]: sums, then (maximum, weight)
@group(0) @binding(2) var<storage, read_write> partials: array<vec4f>;

// One quad of a row's weighted values; `row` counts all query rows of the batch.
fn store_sum(token: u32, head: u32, row: u32, split: u32, column: u32, sum: vec4f, total: f32) {
  let partial = row * step.splits + split;
  partials[partial * (VALUE_QUADS + 1u) + column] = sum;
}

fn store_statistics(row: u32, split: u32, greatest: f32, total: f32) {
  let partial = row * step.splits + split;
  partials[partial * (VALUE_QUADS + 1u) + VALUE_QUADS] = vec4f(greatest, total, 0.0f, 0.0f);
}
