// Seeded values given by a formula, the same on the CPU and in `shaders/fill.wgsl`: exact in 32-bit integers.

/** One round of a 32-bit integer hash (lowbias32, Wellons 2018). */
export function mix(x: number): number {
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Uniform in [-1, 1), a multiple of 2^-23: element `index` of the sequence that `seed` names. */
export const uniform = (seed: number, index: number): number =>
  (mix((mix((index + 1) >>> 0) ^ seed) >>> 0) >>> 8) / 8388608 - 1;

/** `count` values in [-scale, scale) from element `first` on, each rounded once to float32. */
export function uniforms(
  seed: number,
  count: number,
  scale = 1,
  first = 0,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = uniform(seed, first + i) * scale;
  return values;
}

/** The seed of a named tensor, so that tensors of one run differ and a run is named by one number. */
export function seedOf(runSeed: number, id: string): number {
  let hash = runSeed >>> 0;
  for (const character of id) hash = mix((hash ^ character.charCodeAt(0)) >>> 0);
  return hash;
}
