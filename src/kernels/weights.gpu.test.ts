// Weights in f16 reach the kernels as the numbers that they are, whatever family decodes them.

import { describe, expect, test } from 'vitest';
import { fromHalf } from '../attention/half';
import { halfWeightScale } from '../attention/halfWeights';
import type { Plan } from '../attention/plan';
import { made, project, shape } from '../attention/shorthand';
import { dawn, gpu } from './kernelCase.test-support';
import { Session } from './session';

/** One and a half of a quad's columns, so that a row has padding. */
const inner = 6;

/**
 * What every normal half stands for, and 0, which is written once, since a sum with 0 has no sign: with one-hot tokens an
 * output is a weight. Devices may make subnormal halves zero.
 */
const halves = Array.from({ length: 0x10000 }, (_, bits) => fromHalf(bits) / halfWeightScale)
  .filter((value) => Math.abs(value) >= 2 ** -14 / halfWeightScale && Number.isFinite(value))
  .concat(0);

const columns = Math.ceil(halves.length / inner);
const weights = Float32Array.from({ length: columns * inner }, (_, i) => halves[i] ?? 0);

const planOf = (newTokens: number): Plan => ({
  phase: newTokens > 1 ? 'prefill' : 'decode',
  mode: 'projection',
  inputs: ['x'],
  output: 'y',
  tensors: [made('x', { in: inner }), made('y', { out: columns })],
  weights: [{ id: 'w', axes: shape({ out: columns, in: inner }) }],
  tables: [],
  cache: [],
  steps: [project('x', { of: 'w' }, ['in'], 'y')],
  source: 'a test',
});

const oneHot = (tokens: readonly number[]) =>
  Float32Array.from({ length: tokens.length * inner }, (_, i) =>
    i % inner === tokens[Math.floor(i / inner)] ? 1 : 0,
  );

describe.skipIf(!dawn).each(['staged', 'register'] as const)('the %s family', (family) => {
  test.each([
    ['tokens one by one', [[0], [1], [2], [3], [4], [5]]],
    ['a prompt', [[0, 1, 2, 3, 4, 5]]],
  ])('multiplies by every normal half: %s', async (_, prompts) => {
    const found = new Float32Array(weights.length);
    for (const tokens of prompts) {
      const count = tokens.length;
      const size = { batch: 1, capacity: count, maxNewTokens: count, weightFormat: 'f16' } as const;
      const session = await Session.create(await gpu(), planOf(count), { ...size, family });
      session.poisonActivations();
      session.writeWeight('w', weights);
      const inputs = { x: oneHot(tokens) };
      await session.step({ newTokens: count, starts: [0], lengths: [count], offsets: [0], inputs });
      const y = await session.read('y');
      for (const [t, token] of tokens.entries()) {
        for (let out = 0; out < columns; out++) {
          found[out * inner + token] = y[t * columns + out] ?? NaN;
        }
      }
      session.dispose();
    }
    expect(weights.filter((value, i) => found[i] !== value)).toEqual(new Float32Array());
  });
});
