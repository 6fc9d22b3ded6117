// into/joined.wgsl: results are activations that share a buffer.

// Regions [rows, heads, width], each width padded with zeros to whole quads
@group(0) @binding(0) var<storage, read_write> results: array<vec4f>;

fn put_result(quad: u32, value: vec4f) {
  results[quad] = value;
}
