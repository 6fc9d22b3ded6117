// npm run agree: the kernels against float64 on random layers, 1,000 unless told otherwise.
//
//   npm run agree -- [--first N] [--count N]

import { parseArgs } from 'node:util';
import { runSliced } from './sliced.mjs';

const { values } = parseArgs({
  options: {
    first: { type: 'string', default: '0' },
    count: { type: 'string', default: '1000' },
  },
});
const first = Number(values.first);
const end = first + Number(values.count);
const layersOfSlice = 20;

const slices = [];
for (let at = first; at < end; at += layersOfSlice) {
  const count = Math.min(layersOfSlice, end - at);
  slices.push({
    said: `layers ${at} to ${at + count - 1}, of ${first} to ${end - 1}`,
    env: { AGREEMENT_FIRST: `${at}`, AGREEMENT_COUNT: `${count}` },
  });
}
runSliced('src/kernels/agreement.gpu.test.ts', slices);
