// npm run grid: attention against float64 on cases in which every three values of what changes a kernel meet twice.
//
//   npm run grid -- [--first N] [--count N]
//
// The cases are dealt out to 70 slices; all run unless told otherwise.

import { parseArgs } from 'node:util';
import { runSliced } from './sliced.mjs';

const slices = 70;
const { values } = parseArgs({
  options: {
    first: { type: 'string', default: '0' },
    count: { type: 'string', default: `${slices}` },
  },
});
const first = Number(values.first);
const end = Math.min(first + Number(values.count), slices);

runSliced(
  'src/kernels/families.gpu.test.ts',
  Array.from({ length: end - first }, (_, i) => ({
    said: `slice ${first + i} of 0 to ${slices - 1}`,
    env: { GRID_SLICE: `${first + i}/${slices}` },
  })),
);
