// GQA is a latent cache whose up-projection copies: through a matrix of zeros and ones it gives the same, to the bit.

import { describe, expect, test } from 'vitest';
import type { Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { uniforms } from '../attention/random';
import { made, madeOfCached, own, project, shape, shared } from '../attention/shorthand';
import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { expectWellFormed } from '../attention/wellFormed.test-support';
import { dawn, gpu, weightsOf } from './kernelCase.test-support';
import { Session } from './session';

const [modelDim, queryHeads, kvHeads, headDim, vDim] = [24, 12, 3, 20, 12];

/** All heads' keys as one latent of kvHeads * headDim, and likewise the values; a matrix for each rebuilds them. */
const copied: Plan = {
  phase: 'decode',
  mode: 'copied',
  inputs: ['x'],
  output: 'y',
  tensors: [
    made('x', { model: modelDim }),
    made('query', { head: queryHeads, qk: headDim }),
    made('keyLatent', { latent: kvHeads * headDim }),
    made('valueLatent', { latent: kvHeads * vDim }),
    madeOfCached('keys', { head: queryHeads, row: headDim }),
    madeOfCached('values', { head: queryHeads, row: vDim }),
    made('context', { head: queryHeads, value: vDim }),
    made('y', { model: modelDim }),
  ],
  weights: [
    { id: 'wq', axes: shape({ head: queryHeads, qk: headDim, model: modelDim }) },
    { id: 'wk', axes: shape({ latent: kvHeads * headDim, model: modelDim }) },
    { id: 'wv', axes: shape({ latent: kvHeads * vDim, model: modelDim }) },
    { id: 'copyK', axes: shape({ head: queryHeads, row: headDim, latent: kvHeads * headDim }) },
    { id: 'copyV', axes: shape({ head: queryHeads, row: vDim, latent: kvHeads * vDim }) },
    { id: 'wo', axes: shape({ model: modelDim, head: queryHeads, value: vDim }) },
  ],
  tables: [],
  cache: [
    { id: 'keyLatents', holds: 'latent', heads: 1, width: kvHeads * headDim, format: 'chosen' },
    { id: 'valueLatents', holds: 'latent', heads: 1, width: kvHeads * vDim, format: 'chosen' },
  ],
  steps: [
    project('x', { of: 'wq' }, ['model'], 'query'),
    project('x', { of: 'wk' }, ['model'], 'keyLatent'),
    project('x', { of: 'wv' }, ['model'], 'valueLatent'),
    { op: 'append', x: [shared('keyLatent')], field: 'keyLatents' },
    { op: 'append', x: [shared('valueLatent')], field: 'valueLatents' },
    {
      op: 'rebuild',
      from: { of: 'keyLatents' },
      by: { of: 'copyK' },
      contract: ['latent'],
      out: 'keys',
    },
    {
      op: 'rebuild',
      from: { of: 'valueLatents' },
      by: { of: 'copyV' },
      contract: ['latent'],
      out: 'values',
    },
    {
      op: 'attend',
      q: [own('query')],
      key: [own('keys')],
      value: [own('values')],
      scale: headDim ** -0.5,
      mask: { causal: true },
      out: 'context',
    },
    project('context', { of: 'wo' }, ['head', 'value'], 'y'),
  ],
  source: 'made up',
};

/** [queryHeads, width, kvHeads * width]: a 1 where a query head's column is its kv head's. */
function copyMatrix(width: number): Float32Array {
  const columns = kvHeads * width;
  const matrix = new Float32Array(queryHeads * width * columns);
  for (let head = 0; head < queryHeads; head++) {
    const from = Math.floor((head * kvHeads) / queryHeads) * width;
    for (let row = 0; row < width; row++) {
      matrix[(head * width + row) * columns + from + row] = 1;
    }
  }
  return matrix;
}

/** Sums run in the same order where each query row is summed by itself: kernels that share loads reorder them. */
const spec = { batch: 1, capacity: 70, maxNewTokens: 1, family: 'register', rows: 1 } as const;

async function run(plan: Plan, weights: Readonly<Record<string, Float32Array>>) {
  const session = await Session.create(await gpu(), plan, spec);
  for (const { id } of plan.weights) session.writeWeight(id, weights[id] ?? new Float32Array());
  session.cache.poison();
  for (const [i, { id, heads, width }] of plan.cache.entries()) {
    // [heads, 69, width] of the plan, from the same values [69, kvHeads, width] of each token.
    const all = uniforms(60 + i, 69 * heads * width, 2);
    const rows = new Float32Array(all.length);
    for (let head = 0; head < heads; head++) {
      for (let token = 0; token < 69; token++) {
        const from = (token * heads + head) * width;
        rows.set(all.subarray(from, from + width), (head * 69 + token) * width);
      }
    }
    session.cache.write(id, rows);
  }
  const inputs = { x: uniforms(5, modelDim, 4) };
  await session.step({ newTokens: 1, starts: [69], lengths: [70], offsets: [69], inputs });
  const made = {
    row: await session.cache.readToken(plan.cache[0]?.id ?? '', 69),
    context: await session.read('context'),
    y: await session.read('y'),
    keys: plan === copied ? await session.readRebuilt('keys', 69) : new Float32Array(),
  };
  session.dispose();
  return made;
}

describe.skipIf(!dawn)('GQA through a matrix that copies', () => {
  test('attends to the same keys and values, and gives the same output, to the bit', async () => {
    expectWellFormed(copied);
    const dims = proposeDims({ modelDim, queryHeads, kvHeads, headDim, vDim });
    const conventions = { ...plainConventions, rope: null };
    const gqa = variantById('gqa').plan(dims, { phase: 'decode', conventions });
    const weights = weightsOf(gqa, 8);
    const copies = { copyK: copyMatrix(headDim), copyV: copyMatrix(vDim) };
    const direct = await run(gqa, weights);
    const through = await run(copied, { ...weights, ...copies });
    expect(through.row).toEqual(direct.row);
    // Heads of a group have the very row of their kv head.
    for (let head = 0; head < queryHeads; head++) {
      const from = Math.floor((head * kvHeads) / queryHeads) * headDim;
      expect(through.keys.slice(head * headDim, (head + 1) * headDim)).toEqual(
        direct.row.slice(from, from + headDim),
      );
    }
    expect(Math.max(...direct.y)).toBeGreaterThan(0);
    expect(through.context).toEqual(direct.context);
    expect(through.y).toEqual(direct.y);
  });
});
