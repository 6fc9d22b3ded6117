// The two inner loops of the reference, on typed arrays with offsets so that no row is ever copied for them.

/** Sum of a[aAt + i] b[bAt + i] for i < count. */
export function dot(
  a: Float64Array,
  aAt: number,
  b: Float64Array,
  bAt: number,
  count: number,
): number {
  // Four sums side by side: one alone would wait for each addition before it starts the next.
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < count; i += 4) {
    s0 += a[aAt + i]! * b[bAt + i]!;
    s1 += a[aAt + i + 1]! * b[bAt + i + 1]!;
    s2 += a[aAt + i + 2]! * b[bAt + i + 2]!;
    s3 += a[aAt + i + 3]! * b[bAt + i + 3]!;
  }
  for (; i < count; i++) s0 += a[aAt + i]! * b[bAt + i]!;
  return s0 + s1 + (s2 + s3);
}

/** out[i] += factor x[xAt + i] for every i of `out`. */
export function addScaled(out: Float64Array, factor: number, x: Float64Array, xAt: number): void {
  for (let i = 0; i < out.length; i++) out[i]! += factor * x[xAt + i]!;
}
