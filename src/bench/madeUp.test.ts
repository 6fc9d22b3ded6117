// A variant that nobody has thought of races on the CPU: from its plan alone, and as right as the others.

import { test } from 'vitest';
import { expectRaced, raceMadeUp } from './madeUpRace.test-support';

test.each(['attentionOnly', 'wholeLayer'] as const)(
  'a made-up variant races on the CPU, agrees with float64 and keeps what its plan says: %s',
  async (scope) => {
    expectRaced(await raceMadeUp(null, { scope, format: 'f16' }), 'f32');
  },
  // The CPU's kernels are assembled for the first of them.
  60_000,
);
