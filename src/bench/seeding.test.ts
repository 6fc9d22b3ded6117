// What a run is filled with: the same on every reader, and such that attention is peaked.

import { expect, test } from 'vitest';
import { formats } from '../attention/format';
import { seedOf, uniform } from '../attention/random';
import { inScope } from '../attention/scope';
import { plainConventions, type Variant } from '../attention/variant';
import { variants } from '../attention/variants';
import { prepareReference } from './expected';
import { Pace } from './pace';
import { seedings } from './seeding';

const dims = {
  modelDim: 48,
  queryHeads: 4,
  kvHeads: 2,
  headDim: 24,
  vDim: 16,
  latentDim: 40,
  ropeDim: 8,
  nopeDim: 20,
  queryRank: 12,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};

const planOf = (variant: Variant, mode: string) =>
  inScope(
    variant.plan(dims, { phase: 'decode', mode, conventions: plainConventions }),
    'attentionOnly',
  );

// A mode that caches nothing has no past to fill.
const cases = variants.flatMap((variant) =>
  variant.modes
    .filter(({ id }) => planOf(variant, id).cache.length > 0)
    .map(({ id }): [string, Variant, string] => [`${variant.name} ${id}`, variant, id]),
);

test.each(cases)('%s: everything that the plan does not compute has values', (_, variant, mode) => {
  const plan = planOf(variant, mode);
  const list = seedings(plan, 7);
  expect(list.map(({ id }) => id).toSorted()).toEqual(
    [...plan.weights, ...plan.cache]
      .map(({ id }) => id)
      .concat(plan.inputs)
      .toSorted(),
  );
  expect(new Set(list.map(({ seed }) => seed)).size).toBe(list.length);
  for (const { scale } of list) expect(Math.fround(scale)).toBe(scale);
});

test.each(cases)('%s: queries are scaled up and keys are not', (_, variant, mode) => {
  const plan = planOf(variant, mode);
  const scaleOf = new Map(seedings(plan, 7).map(({ id, scale }) => [id, scale]));
  for (const id of plan.inputs) expect(scaleOf.get(id)).toBe(id.startsWith('query') ? 8 : 1);
});

test('modes of one variant agree on the values of what they share', () => {
  const mla = variants.find(({ id }) => id === 'mla');
  const [absorbed, expanded] = ['absorbed', 'expanded'].map(
    (mode) => new Map(mla ? seedings(planOf(mla, mode), 3).map((each) => [each.id, each]) : []),
  );
  for (const id of ['query', 'queryRope', 'latent', 'keyRope', 'latents', 'ropeKeys']) {
    expect(absorbed?.get(id)).toEqual(expanded?.get(id));
    expect(absorbed?.get(id)?.seed).toBe(seedOf(3, id));
  }
});

test.each(cases)(
  '%s: the reference sees peaked attention, not an average',
  async (_, variant, mode) => {
    const plan = planOf(variant, mode);
    const list = seedings(plan, 21);
    const { signal } = new AbortController();
    const pace = new Pace(signal);
    const outputs: Float64Array[] = [];
    for (const context of [1, 200]) {
      const reference = await prepareReference(plan, list, { batch: 2, context }, pace);
      outputs.push(await pace.finish(reference.step()));
    }
    const [alone, among] = outputs.map((output) => Math.max(...output.map(Math.abs)));
    // An average of 200 values would be 14 times smaller than one of them.
    expect((among ?? 0) / (alone ?? 1)).toBeGreaterThan(0.2);
    expect(formats.f32.errorBound).toBeLessThan(among ?? 0);
  },
);

test('the cache is filled row-major from element 0 of its seed', async () => {
  const mqa = variants.find(({ id }) => id === 'mqa');
  if (!mqa) throw new Error('no MQA');
  const plan = planOf(mqa, 'cached');
  const attend = plan.steps.filter(({ op }) => op === 'attend');
  const list = seedings(plan, 5);
  const values = list.find(({ id }) => id === 'values');
  const { signal } = new AbortController();
  const pace = new Pace(signal);
  // Without the appends, a cache of one row is all that is seen: the output is that row.
  const still = { ...plan, steps: attend };
  const reference = await prepareReference(still, list, { batch: 1, context: 1 }, pace);
  const output = await pace.finish(reference.step());
  const row = Array.from({ length: dims.vDim }, (_, i) =>
    Math.fround(uniform(values?.seed ?? 0, i)),
  );
  expect([...output.subarray(0, dims.vDim)]).toEqual(row);
});
