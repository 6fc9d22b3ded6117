// The CPU reader in the comparison: right on every kind of shape.

import { describe, expect, test } from 'vitest';
import { checkedTokens, compareRows, expectedRows, inputsOf } from './inputs';
import { ownCpuSystem } from './ownCpu';
import { smallShapes } from './smallShapes.test-support';

describe.each(smallShapes)('$id', (shape) => {
  test('agrees with float64, run after run', async () => {
    const inputs = inputsOf(shape, 12);
    const tokens = checkedTokens(shape, 12);
    // Not every Node has relaxed SIMD.
    const way = ownCpuSystem(1)
      .ways(shape)
      .find(({ kernel }) => kernel === 'SIMD');
    const prepared = await way!.prepare(shape, inputs);
    await prepared.run(2);
    const result = await prepared.read();
    const expected = expectedRows(shape, inputs, tokens);
    expect(compareRows(shape, result, tokens, expected)).toMatchObject({ agrees: true });
    await prepared.dispose();
  });
});
