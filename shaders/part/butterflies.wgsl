// part/butterflies.wgsl: what the Hadamard transforms of part/hadamard and part/held_columns share.

// The signs of the Rudin-Shapiro sequence.
fn signs_of(i: vec4u) -> vec4f {
  let odd = countOneBits(i & (i >> vec4u(1u))) & vec4u(1u);
  return select(vec4f(1.0f), vec4f(-1.0f), odd == vec4u(1u));
}

// Sums and differences of neighbours, then of those one apart.
fn first_level(v: vec4f) -> vec4f {
  return vec4f(v.x + v.y, v.x - v.y, v.z + v.w, v.z - v.w);
}

fn second_level(v: vec4f) -> vec4f {
  return vec4f(v.x + v.z, v.y + v.w, v.x - v.z, v.y - v.w);
}

// 1 / sqrt(size), of a power of two, to the last bit, which inverseSqrt does not promise.
fn scale_of_size(size: u32) -> f32 {
  let power = firstLeadingBit(size);
  let root = select(1.0f, 0.70710678118654752440f, power % 2u == 1u);
  return ldexp(root, -i32(power / 2u));
}
