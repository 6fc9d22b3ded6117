// 16-bit floats on the CPU: IEEE 754 binary16 and bfloat16 to and from numbers, rounded to nearest even.

const word = new DataView(new ArrayBuffer(4));

/** The 16 bits nearest to `value`; beyond 65504 + half a step it is infinity. */
export function toHalf(value: number): number {
  word.setFloat32(0, value);
  const bits = word.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // overflow and infinity
  if (magnitude < 0x38800000) {
    // Subnormal: the unit is 2^-24, and Math.round would round halves up instead of to even.
    const units = Math.abs(value) * 2 ** 24;
    const below = Math.floor(units);
    const up = units - below > 0.5 || (units - below === 0.5 && below % 2 === 1);
    return sign | (below + (up ? 1 : 0));
  }
  const rebiased = magnitude - 0x38000000;
  const half = rebiased >>> 13;
  const rest = rebiased & 0x1fff;
  const up = rest > 0x1000 || (rest === 0x1000 && (half & 1) === 1);
  return sign | (half + (up ? 1 : 0));
}

/** The number that 16 bits stand for. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The bfloat16 nearest to `value`, halves to even: the upper 16 bits of its float32. */
export function toBrain(value: number): number {
  word.setFloat32(0, value);
  const bits = word.getUint32(0);
  // Rounding up could make an infinity of a NaN.
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 0x40;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

/** The number that 16 bits of bfloat16 stand for. */
export function fromBrain(bits: number): number {
  word.setUint32(0, (bits << 16) >>> 0);
  return word.getFloat32(0);
}
