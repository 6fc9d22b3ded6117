// part/brain.wgsl: bfloat16, the upper half of an f32, four elements in 8 bytes.

fn unpack_brain(raw: vec2u) -> vec4f {
  let bits = vec4u(raw.x << 16u, raw.x & 0xffff0000u, raw.y << 16u, raw.y & 0xffff0000u);
  return bitcast<vec4f>(bits);
}

// Rounds to nearest, halves to even, as src/attention/half.ts does.
fn pack_brain(value: vec4f) -> vec2u {
  let bits = bitcast<vec4u>(value);
  let rounded = (bits + 0x7fffu + ((bits >> vec4u(16u)) & vec4u(1u))) >> vec4u(16u);
  // Rounding up could make an infinity of a NaN.
  let nan = (bits & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
  let kept = select(rounded, (bits >> vec4u(16u)) | vec4u(0x40u), nan);
  return vec2u(kept.x | (kept.y << 16u), kept.z | (kept.w << 16u));
}
