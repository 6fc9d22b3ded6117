// What storage loses, by format and by how weights are kept: more with fewer bits, the same for the same seed.

import { expect, test } from 'vitest';
import { smallDims, cachedModes } from '../bench/smallDims.test-support';
import { formats, type FormatId } from '../attention/format';
import { plainConventions } from '../attention/variant';
import type { TokenRequest } from '../bench/tokenRecords';
import { distributionOf } from './distribution';
import { measure } from './measure';
import type { Precision, PrecisionRequest, PrecisionStage } from './records';

/** Enough elements for medians to be told apart. */
const dims = { ...smallDims, queryHeads: 12, headDim: 40, vDim: 36, latentDim: 68 };

const layer = (change: Partial<TokenRequest> = {}): TokenRequest => ({
  dims,
  conventions: plainConventions,
  contenders: [
    { variantId: 'mha', mode: 'cached' },
    { variantId: 'gqa', mode: 'cached' },
    { variantId: 'mla', mode: 'absorbed' },
  ],
  batch: 1,
  format: 'f32',
  scope: 'attentionOnly',
  seed: 3,
  context: 37,
  ...change,
});

const request = (change: Partial<TokenRequest> = {}): PrecisionRequest => ({
  cache: layer(change),
  weights: layer({ ...change, scope: 'wholeLayer' }),
});

const run = (
  asked: PrecisionRequest,
  onStage: (stage: PrecisionStage) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<Precision> => measure(asked, onStage, signal);

const order: readonly FormatId[] = ['f32', 'f16', 'bf16', 'int8', 'int4'];

test('fewer bits lose more, in every variant and mode, within what a format may lose', async () => {
  const { caches, refused } = await run(request({ contenders: cachedModes }));
  expect(refused).toEqual([]);
  expect(caches.map(({ variantId, mode }) => ({ variantId, mode }))).toEqual(cachedModes);
  for (const { variantId, mode, losses } of caches) {
    expect(losses.map(({ format }) => format)).toEqual(order);
    const medians = losses.map(({ output }) => output.median);
    expect(medians, `${variantId} ${mode}`).toEqual(medians.toSorted((a, b) => a - b));
    for (const { format, output } of losses) {
      const of = `${variantId} ${mode} ${format}`;
      expect(output.equal + output.counts.reduce((sum, n) => sum + n, 0), of).toBe(output.elements);
      expect(output.elements % dims.queryHeads, of).toBe(0);
      // A format's bound is of the largest error, as a share of the largest element.
      expect(output.relativeRms, of).toBeLessThan(formats[format].errorBound);
      if (format !== 'f32')
        expect(output.relativeRms, of).toBeGreaterThan(formats[format].rowLoss / 8);
    }
  }
});

test('the same seed gives the same figures, and another seed others', async () => {
  const [first, again, other] = [
    await run(request()),
    await run(request()),
    await run(request({ seed: 4 })),
  ];
  expect(again).toEqual(first);
  expect(first.weights).toHaveLength(1);
  const medians = ({ caches, weights }: Precision) => [
    ...caches.flatMap(({ losses }) => losses.map(({ output }) => output.median)),
    ...weights.flatMap(({ losses }) => losses.map(({ output }) => output.median)),
  ];
  for (const [i, median] of medians(first).entries()) expect(medians(other)[i]).not.toBe(median);
  // Records cross to the page as messages.
  expect(structuredClone(first)).toEqual(first);
});

test('weights in bf16 lose about eight times what they do in f16, whichever way they are kept', async () => {
  const { weights } = await run(request());
  const [{ variantId, losses } = { variantId: '', losses: [] }] = weights;
  expect(variantId).toBe('mla');
  const rms = (format: string, way: string, what: 'output' | 'scores') =>
    losses.find((loss) => loss.format === format && loss.way === way)?.[what].relativeRms ?? NaN;
  for (const what of ['output', 'scores'] as const) {
    for (const way of ['factored', 'merged']) {
      const ratio = rms('bf16', way, what) / rms('f16', way, what);
      expect(ratio, `${what} ${way}`).toBeGreaterThan(4);
      expect(ratio, `${what} ${way}`).toBeLessThan(16);
    }
    // Two roundings lose more than one, and both less than twice.
    expect(rms('f16', 'factored', what)).toBeLessThan(2 * rms('f16', 'merged', what));
  }
});

test('a row that was not rounded, or rounded as another format, would be seen', async () => {
  const { caches } = await run(request({ contenders: [{ variantId: 'gqa', mode: 'cached' }] }));
  const losses = caches[0]?.losses ?? [];
  const median = (format: FormatId) =>
    losses.find((loss) => loss.format === format)?.output.median ?? NaN;
  // Each step's own factor: bf16 has 3 bits fewer than f16, int4 4 fewer than int8.
  expect(median('bf16') / median('f16')).toBeGreaterThan(4);
  expect(median('bf16') / median('f16')).toBeLessThan(16);
  expect(median('int4') / median('int8')).toBeGreaterThan(6);
  expect(median('int4') / median('int8')).toBeLessThan(32);
  expect(median('f16') / median('f32')).toBeGreaterThan(100);
  const same = Float64Array.from([1, 2, 3]);
  expect(distributionOf(same, same)).toMatchObject({ equal: 3, counts: [], median: 0 });
});

test('says what it is at, and ends when it is stopped', async () => {
  const stages: PrecisionStage[] = [];
  await run(request(), (stage) => stages.push(stage));
  expect(stages.map(({ variantId, at }) => `${variantId} ${at}`)).toEqual([
    ...['mha', 'gqa', 'mla'].flatMap((id) => order.map((format) => `${id} ${format}`)),
    'mla weights',
  ]);
  const fractions = stages.map(({ fraction }) => fraction);
  expect(fractions[0]).toBe(0);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBeLessThan(1);
  const controller = new AbortController();
  const large = run(request({ context: 60_000 }), () => undefined, controller.signal);
  controller.abort(new Error('stopped'));
  await expect(large).rejects.toThrow('stopped');
});

test('what is too large is refused with the sizes, and the others are measured', async () => {
  const wide = { ...dims, queryHeads: 256, headDim: 512, vDim: 512 };
  const { caches, refused } = await run({
    cache: layer({
      contenders: [
        { variantId: 'mha', mode: 'cached', dims: wide },
        { variantId: 'mqa', mode: 'cached' },
      ],
      context: 4096,
    }),
    weights: layer({ contenders: [] }),
  });
  expect(caches.map(({ variantId }) => variantId)).toEqual(['mqa']);
  expect(refused).toEqual([
    {
      variantId: 'mha',
      mode: 'cached',
      failure: {
        code: 'doesNotFit',
        neededBytes: 256 * 1024 * 4 * 4096,
        limitBytes: 1e9,
        largestContext: Math.floor(1e9 / (256 * 1024 * 4)),
      },
    },
  ]);
});
