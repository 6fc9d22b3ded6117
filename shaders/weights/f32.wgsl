// weights/f32.wgsl: a matrix in f32, [out, in] with rows padded with zeros to whole quads.
@group(2) @binding(0) var<storage, read> weights: array<vec4f>;

fn load_weight(quad: u32) -> vec4f {
  return weights[quad];
}
