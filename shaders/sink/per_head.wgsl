// sink/per_head.wgsl: each query head has a learned score without a value (gpt-oss, arXiv:2508.10925, section 2.2).

// [query_heads]
@group(2) @binding(2) var<storage, read> sinks: array<f32>;

// The base-2 score of a head's sink.
fn sink_score(head: u32) -> f32 {
  return sinks[head] * 1.4426950408889634f;
}
