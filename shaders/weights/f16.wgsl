// weights/f16.wgsl: a matrix in half precision, [out, in] with rows padded with zeros to whole quads.
// What is stored is 256 times as large: small weights would be subnormal halves, which devices may make zero.
@group(2) @binding(0) var<storage, read> weights: array<vec2u>;

fn load_weight(quad: u32) -> vec4f {
  let raw = weights[quad];
  return vec4f(unpack2x16float(raw.x), unpack2x16float(raw.y)) * 0x1p-8f;
}
