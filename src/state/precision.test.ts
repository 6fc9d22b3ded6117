import { beforeEach, expect, test } from 'vitest';
import type { Distribution } from '../precision/distribution';
import type { Measurer } from '../precision/client';
import type { OnPrecisionStage, Precision, PrecisionRequest } from '../precision/records';
import { defaultControls, type Controls } from './controls';
import {
  noPrecision,
  precisionRequestsOf,
  precisionStore,
  type PrecisionRequests,
} from './precision';
import { lossesIn, precisionDrawn } from './precisionDrawn';
import { createPrecisionRunner } from './precisionRunner';

const requestsOf = (modelId: string, change: Partial<Controls> = {}): PrecisionRequests => {
  const requests = precisionRequestsOf({ ...defaultControls(modelId), ...change });
  if (!requests) throw new Error('it is possible');
  return requests;
};

/** Differences around a median, in three bins that hold them all. */
function distribution(median: number): Distribution {
  const first = Math.floor(Math.log10(median) * 8) - 1;
  const [q1, q3, max] = [median / 3, median * 2, median * 9];
  const counts = [3, 9, 4];
  return { elements: 16, equal: 0, first, counts, q1, median, q3, max, relativeRms: median * 4 };
}

const measured: Precision = {
  caches: [
    ['gqa', 1],
    ['mla', 2],
  ].map(([variantId, times]) => ({
    variantId: String(variantId),
    mode: variantId === 'mla' ? 'absorbed' : 'cached',
    losses: (['f32', 'f16', 'bf16', 'int8', 'int4'] as const).map((format, i) => ({
      format,
      output: distribution(Number(times) * 3e-8 * 30 ** i),
    })),
  })),
  weights: [
    {
      variantId: 'mla',
      mode: 'absorbed',
      losses: (['f16', 'bf16'] as const).flatMap((format, i) =>
        (['factored', 'merged'] as const).map((way, j) => ({
          format,
          way,
          output: distribution(2e-4 * 8 ** i * 0.75 ** j),
          scores: distribution(1e-4),
        })),
      ),
    },
  ],
  refused: [],
};

/** Answers when it is told to, and remembers what it was asked. */
function slowMeasurer() {
  const asked: PrecisionRequest[] = [];
  let settle: (answer: Precision | Error | null) => void = () => undefined;
  let tell: OnPrecisionStage = () => undefined;
  const measurer: Measurer = {
    measure(request, onStage) {
      asked.push(request);
      tell = onStage;
      return new Promise((resolve, reject) => {
        settle = (answer) => (answer instanceof Error ? reject(answer) : resolve(answer));
      });
    },
    stop: () => settle(null),
  };
  const answer = async (with_: Precision | Error = measured) => {
    settle(with_);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { measurer, asked, answer, tell: () => tell };
}

beforeEach(() => precisionStore.setState(noPrecision, true));

test('a cut layer keeps the widths of the whole one, and its request stays the same object', () => {
  const { cut, whole } = requestsOf('deepseek-v3', { seed: 9, shaderContext: 700 });
  expect(whole.cache).toMatchObject({ seed: 9, context: 700, scope: 'attentionOnly' });
  expect(whole.cache.dims.queryHeads).toBe(128);
  expect(cut.cache).toMatchObject({ seed: 9, context: 128 });
  expect(cut.cache.dims).toMatchObject({ queryHeads: 32, kvHeads: 2, latentDim: 512 });
  expect(whole.weights).toBe(cut.weights);
  expect(cut.weights.dims).toMatchObject({ queryHeads: 8, modelDim: 512, queryRank: 256 });
  const controls = { ...defaultControls('deepseek-v3'), seed: 9, shaderContext: 700 };
  const other = { ...controls, format: 'int4' as const, context: 99, layers: 7 };
  expect(precisionRequestsOf(other)).toBe(precisionRequestsOf(controls));
  const { cut: few } = requestsOf('deepseek-v3', { shaderContext: 50 });
  expect(few.cache.context).toBe(50);
  const { dims } = defaultControls('deepseek-v3');
  const impossible = { ...defaultControls('deepseek-v3'), dims: { ...dims, queryHeads: 0 } };
  expect(precisionRequestsOf(impossible)).toBeNull();
});

test('the cut layer is measured at once, the whole one when it is asked for, and what is shown is not measured again', async () => {
  const { measurer, asked, answer, tell } = slowMeasurer();
  const runner = createPrecisionRunner(measurer);
  const requests = requestsOf('llama3.1-8b');
  runner.follow(requests);
  runner.follow(requests);
  expect(asked).toEqual([requests.cut]);
  tell()({ variantId: 'gqa', mode: 'cached', at: 'int8', fraction: 0.3 });
  expect(precisionStore.getState().busy?.stage?.at).toBe('int8');
  await answer();
  expect(precisionStore.getState()).toMatchObject({ busy: null, measured: { size: 'cut' } });
  void runner.measure('whole');
  expect(asked.at(-1)).toBe(requests.whole);
  await answer();
  runner.follow(requests);
  expect(asked).toHaveLength(2);
  expect(precisionStore.getState().measured).toEqual({
    size: 'whole',
    requests,
    precision: measured,
  });
});

test('of several seeds that come meanwhile the last is measured, and a whole layer is dropped for it', async () => {
  const { measurer, asked, answer, tell } = slowMeasurer();
  const runner = createPrecisionRunner(measurer);
  const [first, second, third] = [1, 2, 3].map((seed) => requestsOf('llama3.1-8b', { seed }));
  if (!first || !second || !third) throw new Error('three');
  runner.follow(first);
  runner.follow(second);
  runner.follow(third);
  await answer();
  expect(asked).toEqual([first.cut, third.cut]);
  await answer();
  expect(precisionStore.getState().measured?.requests).toBe(third);
  void runner.measure('whole');
  const late = tell();
  runner.follow(first);
  expect(asked.at(-1)).toBe(first.cut);
  late({ variantId: 'gqa', mode: 'cached', at: 'f16', fraction: 0.9 });
  expect(precisionStore.getState().busy).toMatchObject({ size: 'cut', stage: null });
});

test('what was stopped or failed waits for the button, or for other settings', async () => {
  const { measurer, asked, answer } = slowMeasurer();
  const runner = createPrecisionRunner(measurer);
  const [one, other] = [1, 2].map((seed) => requestsOf('llama3.1-8b', { seed }));
  if (!one || !other) throw new Error('two');
  runner.follow(one);
  runner.stop();
  expect(precisionStore.getState()).toMatchObject({ busy: null, stopped: true, measured: null });
  runner.follow(one);
  expect(asked).toHaveLength(1);
  runner.follow(other);
  expect(precisionStore.getState()).toMatchObject({ stopped: false, busy: { size: 'cut' } });
  await answer(new Error('no room'));
  expect(precisionStore.getState()).toMatchObject({ busy: null, failure: 'no room' });
  runner.follow(other);
  expect(asked).toHaveLength(2);
  void runner.measure('cut');
  await answer();
  expect(precisionStore.getState()).toMatchObject({ failure: null, measured: { size: 'cut' } });
});

test('what is drawn is all that was measured, and the finding is about the model’s own variant', () => {
  const controls = defaultControls('deepseek-v3');
  const requests = requestsOf('deepseek-v3');
  const of = { size: 'cut', requests, precision: measured } as const;
  const drawn = precisionDrawn(controls, of);
  expect(precisionDrawn({ ...controls, format: 'int4' }, of)).toBe(drawn);
  expect(precisionDrawn(controls, null)).toBeNull();
  expect(drawn?.told).toMatchObject({ variantId: 'mla', mode: 'absorbed' });
  expect(drawn?.told?.byFormat.get('int8')?.median).toBeCloseTo(2 * 3e-8 * 30 ** 3, 12);
  const rows = drawn?.rows.map(
    ({ of: what, format, lines }) => `${what} ${format} ${lines.length}`,
  );
  expect(rows).toEqual([
    ...['f32', 'f16', 'bf16', 'int8', 'int4'].map((format) => `cache ${format} 2`),
    'weights f16 2',
    'weights bf16 2',
  ]);
  const { low = 0, high = 0 } = drawn?.axis ?? {};
  expect(10 ** low).toBeLessThan(1e-8 / 10);
  expect(10 ** high).toBeGreaterThan(2 * 3e-8 * 30 ** 4 * 9);
  const [weighed] = drawn?.weighed ?? [];
  if (!weighed) throw new Error('MLA is shown');
  // Both merges of the whole layer: 128 heads, a query rank of 1536, a hidden state of 7168.
  expect(weighed.elements).toEqual({
    factored: 128 * 128 * (1536 + 512) + 128 * 128 * (512 + 7168),
    merged: 128 * 512 * (1536 + 7168),
  });
  const losses = lossesIn(weighed, 'bf16');
  expect((losses?.merged ?? 0) / (losses?.factored ?? 1)).toBeCloseTo(0.75, 12);
});
