// This project's CPU reader in the comparison: the same attend step in WebAssembly, in each build of its kernels.

import type { Build } from '../../src/cpu/kernels';
import { CpuSession, type CpuStep } from '../../src/cpu/session';
import { SingleThread } from '../../src/cpu/tasks';
import { attendPlan, ownName, split } from './own';
import type { PeerInputs, PeerShape, PeerSystem, PeerWay, PreparedPeer } from './system';

async function prepare(
  build: Build,
  shape: PeerShape,
  { q, k, v }: PeerInputs,
): Promise<PreparedPeer> {
  const { newTokens, context } = shape;
  const plan = attendPlan(shape);
  const [step] = plan.steps;
  if (step?.op !== 'attend') throw new Error('the plan was cut to its attend step');
  const runner = await SingleThread.open([build]);
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
    dispose: () => session.dispose(),
  };
}

const ways: readonly PeerWay[] = (['simd', 'relaxed'] as const).map((build) => ({
  kernel: build === 'simd' ? 'SIMD' : 'relaxed SIMD',
  prepare: (shape, inputs) => prepare(build, shape, inputs),
}));

/** On one thread. */
export const ownCpuSystem: PeerSystem = {
  id: `${ownName} (WebAssembly)`,
  runsOn: 'cpu',
  open: () => Promise.resolve(),
  ways: () => ways,
};
