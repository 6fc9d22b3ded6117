// weights/f16_by_products.wgsl: as weights/f16, for software adapters: they unpack a half in some twenty instructions
// and shift lane by lane, but multiply all lanes at once. Weights are finite: an infinity would read as 256.
@group(2) @binding(0) var<storage, read> weights: array<vec2u>;

// The bits of a half, its exponent still that of f16: 2^112 times as small as it is. Subnormal halves are lost.
fn small_low(word: u32) -> f32 {
  return bitcast<f32>(((word & 0x7fffu) * 0x2000u) | ((word & 0x8000u) * 0x10000u));
}

fn small_high(word: u32) -> f32 {
  return bitcast<f32>(((word & 0x7fff0000u) / 8u) | (word & 0x80000000u));
}

fn load_weight(quad: u32) -> vec4f {
  let raw = weights[quad];
  return vec4f(small_low(raw.x), small_high(raw.x), small_low(raw.y), small_high(raw.y)) * 0x1p104f;
}
