// Flops per byte as a reader sees them: three digits, and no zeros that say nothing.

import { showRatio } from '../quantity';

export const showIntensity = (flopsPerByte: number): string =>
  showRatio(Number(flopsPerByte.toPrecision(3)));
