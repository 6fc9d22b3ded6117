// A variant that nobody has thought of races on the CPU: from its plan alone, and as right as the others.

import { expect, test } from 'vitest';
import { elementsOfToken, plannedOf, raceMadeUp, toldOf } from './madeUpRace.test-support';

test.each(['attentionOnly', 'wholeLayer'] as const)(
  'a made-up variant races on the CPU, agrees with float64 and keeps what its plan says: %s',
  async (scope) => {
    const told = toldOf(await raceMadeUp(null, { scope, format: 'f16' }));
    expect(told).toEqual(plannedOf('f32'));
    // Rows of 10, 6 and 11 numbers lie in 12, 8 and 12.
    expect(elementsOfToken).toBe(3 * (10 + 6) + 11);
    expect(told.caches[0]?.bytesPerToken).toBe(4 * (3 * (12 + 8) + 12));
  },
  // The CPU's kernels are assembled for the first of them.
  60_000,
);
