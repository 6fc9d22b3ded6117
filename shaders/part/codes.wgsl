// part/codes.wgsl: whole numbers of 8 and 4 bits in two's complement, the first in the lowest bits, and their scales.
// A code is moved to the top of its word, by a multiplication since software adapters shift lane by lane, and is
// converted there; what that multiplies it by, a power of two, is taken back together with the scale.

// The four codes of a word, each times `scale`.
fn unpack_int8(word: u32, scale: f32) -> vec4f {
  let high = vec4u(word) * vec4u(0x1000000u, 0x10000u, 0x100u, 1u);
  return vec4f(bitcast<vec4i>(high & vec4u(0xff000000u))) * (scale * 0x1p-24f);
}

// The four codes of a word's lower half, each times `scale`.
fn unpack_low_int4(word: u32, scale: f32) -> vec4f {
  let high = vec4u(word) * vec4u(0x10000000u, 0x1000000u, 0x100000u, 0x10000u);
  return vec4f(bitcast<vec4i>(high & vec4u(0xf0000000u))) * (scale * 0x1p-28f);
}

// The four codes of a word's upper half, each times `scale`.
fn unpack_high_int4(word: u32, scale: f32) -> vec4f {
  let high = vec4u(word) * vec4u(0x1000u, 0x100u, 0x10u, 1u);
  return vec4f(bitcast<vec4i>(high & vec4u(0xf0000000u))) * (scale * 0x1p-28f);
}

// The scale of a quad, of the two that share a word: groups of 1 << shift quads take turns.
fn scale_of(scales: u32, quad: u32, shift: u32) -> f32 {
  let two = unpack2x16float(scales);
  return select(two.x, two.y, (quad & (1u << shift)) != 0u);
}
