// npm run agree: the kernels against float64 on random layers, 1,000 unless told otherwise.
//
//   npm run agree -- [--first N] [--count N]
//
// Layers run in slices, each in a process of its own: a software device keeps every compiled shader, and 1,000
// layers would fill the memory. Every layer is named as it ends; the exit code is 0 when all of them agree.

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    first: { type: 'string', default: '0' },
    count: { type: 'string', default: '1000' },
  },
});
const first = Number(values.first);
const end = first + Number(values.count);
const slice = 20;

const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'gpu', '--reporter=verbose'];
let failedSlices = 0;
for (let at = first; at < end; at += slice) {
  const count = Math.min(slice, end - at);
  console.log(`layers ${at} to ${at + count - 1}, of ${first} to ${end - 1}`);
  const { status } = spawnSync(process.execPath, [...vitest, 'src/kernels/agreement.gpu.test.ts'], {
    stdio: 'inherit',
    env: { ...process.env, AGREEMENT_FIRST: `${at}`, AGREEMENT_COUNT: `${count}` },
  });
  if (status !== 0) failedSlices++;
}
console.log(
  failedSlices === 0 ? 'all layers agree' : `${failedSlices} slices have layers that do not`,
);
process.exitCode = failedSlices === 0 ? 0 : 1;
