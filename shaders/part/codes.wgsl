// part/codes.wgsl: whole numbers of 8 and 4 bits in two's complement, the first in the lowest bits.

// The four codes of a word.
fn unpack_int8(word: u32) -> vec4f {
  let high = vec4u(word << 24u, word << 16u, word << 8u, word);
  return vec4f(bitcast<vec4i>(high) >> vec4u(24u));
}

// The four codes of a word's lower half.
fn unpack_int4(word: u32) -> vec4f {
  let high = vec4u(word << 28u, word << 24u, word << 20u, word << 16u);
  return vec4f(bitcast<vec4i>(high) >> vec4u(28u));
}

// The scale of a group, of the two that share a word.
fn scale_of(scales: u32, group: u32) -> f32 {
  return unpack2x16float(scales >> ((group & 1u) << 4u)).x;
}
