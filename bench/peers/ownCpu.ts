// This project's CPU reader in the comparison: the same attend step in WebAssembly, in each build of its kernels.

import type { Build } from '../../src/cpu/kernels';
import { startThread } from '../../src/cpu/open';
import { Pool } from '../../src/cpu/pool';
import { CpuSession, type CpuStep } from '../../src/cpu/session';
import { SingleThread } from '../../src/cpu/tasks';
import { attendPlan, ownName, split } from './own';
import type { PeerInputs, PeerShape, PeerSystem, PeerWay, PreparedPeer } from './system';

async function prepare(
  build: Build,
  threads: number,
  shape: PeerShape,
  { q, k, v }: PeerInputs,
): Promise<PreparedPeer> {
  const { newTokens, context } = shape;
  const plan = attendPlan(shape);
  const [step] = plan.steps;
  if (step?.op !== 'attend') throw new Error('the plan was cut to its attend step');
  const runner = await (threads > 1
    ? Pool.open(threads, startThread, [build])
    : SingleThread.open([build]));
  const size = { batch: 1, capacity: context, maxNewTokens: newTokens };
  const session = new CpuSession(runner, plan, {}, size);
  for (const { id, rows } of split(plan, step.q, q)) session.writeInput(id, newTokens, rows);
  const fields = split(plan, step.key, k);
  if (!shape.valueIsKeyPrefix) fields.push(...split(plan, step.value, v));
  for (const { id, rows } of fields) session.writeCache(id, rows);
  const before = context - newTokens;
  const now: CpuStep = { newTokens, starts: [before], lengths: [context], offsets: [before] };
  return {
    run(times) {
      for (let i = 0; i < times; i++) {
        const work = session.step(now);
        while (!work.next().done);
      }
      return Promise.resolve();
    },
    read: () => Promise.resolve(session.read(plan.output, newTokens)),
    dispose() {
      session.dispose();
      runner.dispose();
    },
  };
}

const builds: readonly { readonly kernel: string; readonly build: Build }[] = [
  { kernel: 'SIMD', build: 'simd' },
  { kernel: 'relaxed SIMD', build: 'relaxed' },
];

/** Threads beside this one are a browser's workers. */
export const ownCpuSystem = (threads: number): PeerSystem => ({
  id: `${ownName} (WebAssembly)`,
  runsOn: 'cpu',
  open: () => Promise.resolve(),
  ways: () =>
    builds.map(({ kernel, build }): PeerWay => ({
      kernel,
      prepare: (shape, inputs) => prepare(build, threads, shape, inputs),
    })),
});
