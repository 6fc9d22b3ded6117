// part/hadamard.wgsl: the Hadamard transform of columns in workgroup memory, as src/attention/hadamard.ts does it.
// memory  512 B
// paper   QuaRot: Ashkboos et al. 2024, arXiv:2404.00456, section 3

// One group of a row.
var<workgroup> columns: array<f32, 128>;

// Gives `size` columns the signs of the Rudin-Shapiro sequence. All lanes must call, with the columns written.
fn apply_signs(lane: u32, first: u32, size: u32) {
  for (var i = lane; i < size; i += 64u) {
    let odd = countOneBits(i & (i >> 1u)) % 2u == 1u;
    columns[first + i] = select(columns[first + i], -columns[first + i], odd);
  }
  workgroupBarrier();
}

// Sums and differences of `size` columns, a power of two, scaled to keep their length. All lanes must call.
fn transform(lane: u32, first: u32, size: u32) {
  for (var half = 1u; half < size; half *= 2u) {
    if (lane < size / 2u) {
      let i = first + lane / half * 2u * half + lane % half;
      let a = columns[i];
      let b = columns[i + half];
      columns[i] = a + b;
      columns[i + half] = a - b;
    }
    workgroupBarrier();
  }
  // 1 / sqrt(size) to the last bit, which inverseSqrt does not promise.
  let power = firstLeadingBit(size);
  let root = select(1.0f, 0.70710678118654752440f, power % 2u == 1u);
  let scale = ldexp(root, -i32(power / 2u));
  for (var i = lane; i < size; i += 64u) {
    columns[first + i] *= scale;
  }
  workgroupBarrier();
}
