// A tuning with every kind of rejection, for tests.

import type { TunedKernels } from '../engine/protocol';

const register = (rows: number) => ({ family: 'register', reduction: 'workgroup', rows }) as const;
const staged = { family: 'staged', reduction: 'subgroup' } as const;

export const someTuned: TunedKernels = {
  key: {
    adapter: 'acme | paper | Mk 1 | subgroups',
    shape: 'decode f16/f16 field 128 + 128 group 4',
    kernels: '1.2.3 0123abcd',
    contextLog2: 11,
  },
  choice: register(4),
  medianNs: 123_456,
  timedContext: 2048,
  spentNs: 987_654_321,
  rejected: [
    { choice: register(8), reason: { code: 'sameAs', choice: register(4) } },
    { choice: staged, reason: { code: 'needsFeature', feature: 'subgroups' } },
    { choice: register(7), reason: { code: 'registers', laneQuads: 112, mostLaneQuads: 64 } },
    { choice: register(6), reason: { code: 'unsupported', message: 'too wide' } },
    { choice: register(5), reason: { code: 'failed', message: 'line 3' } },
    { choice: register(3), reason: { code: 'compilesTooLong', limitNs: 3e9 } },
    { choice: register(2), reason: { code: 'wrong', error: Infinity, bound: 1e-5 } },
    { choice: register(1), reason: { code: 'slower', factor: 1.7 } },
    { choice: staged, reason: { code: 'notTimed' } },
  ],
};
