// RMSNorm of rows. Zhang & Sennrich 2019, arXiv:1910.07467, eq. 4.

import { dot } from './vector';

/** x / sqrt(mean(x^2) + eps) * weight over rows of weight.length; x is [rows, width]. */
export function normalize(
  x: Float64Array,
  weight: Float32Array | Float64Array,
  eps: number,
): Float64Array {
  const width = weight.length;
  const out = new Float64Array(x.length);
  for (let row = 0; row < x.length; row += width) {
    const inverseRms = 1 / Math.sqrt(dot(x, row, x, row, width) / width + eps);
    for (let i = 0; i < width; i++) out[row + i] = x[row + i]! * inverseRms * weight[i]!;
  }
  return out;
}
