import { beforeEach, expect, test } from 'vitest';
import { variantById } from '../attention/variants';
import type { Decomposer, Reply } from '../lowrank/client';
import { measureKeyValue, type Measured } from '../lowrank/measure';
import { ofRank, random } from '../lowrank/matrices.test-support';
import type { Pair } from '../lowrank/pairs';
import type { SeededRequest } from '../lowrank/protocol';
import { cutDown, seededFactors, seededMatrices } from '../lowrank/seeded';
import { cachePerToken } from '../price/cache';
import { defaultControls, type Controls } from './controls';
import { lowRankStore, noLowRank, seededRequestOf } from './lowRank';
import { lowRankDrawn, ranksShown, rankStops } from './lowRankDrawn';
import { createLowRankRunner } from './lowRankRunner';

const controlsOf = (modelId: string, change: Partial<Controls> = {}): Controls => ({
  ...defaultControls(modelId),
  ...change,
});

function measuredOf(request: SeededRequest): Measured {
  const sizes = cutDown(request.sizes);
  const { key, value } = seededMatrices(seededFactors(sizes, request.seed), request.exponent);
  return measureKeyValue(key, value, sizes.each);
}

const tiny = measureKeyValue(ofRank(9, 31, 3, 5), random(7, 31, 9), 1);
const pair = (name: string): Pair => {
  const tensor = { name, dtype: 'F32', shape: [9, 31], begin: 0, end: 0 };
  return { kind: 'keyValue', layer: name, first: tensor, second: tensor };
};

/** Answers when it is told to, and remembers what it was asked. */
function slowDecomposer() {
  const asked: string[] = [];
  let answer: (reply: Reply<Measured>) => void = () => undefined;
  const waiting = (what: string) => {
    asked.push(what);
    return new Promise<Reply<Measured>>((resolve) => {
      answer = resolve;
    });
  };
  const decomposer: Decomposer = {
    open: async (file) => {
      asked.push('open');
      if (file.size === 0)
        return { kind: 'fault', fault: { code: 'tooShort', values: { size: 0 } } };
      return { kind: 'done', value: [pair('first'), pair('second')] };
    },
    measureSeeded: ({ exponent }) => waiting(`seeded ${exponent}`),
    measurePair: (_, { layer }) => waiting(layer),
    stop: () => answer({ kind: 'stopped' }),
  };
  const done = async (measured = tiny) => {
    answer({ kind: 'done', value: measured });
    await settle();
  };
  return { decomposer, asked, done };
}

/** Lets what waits for answers that are there go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

const requestAt = (spectrumFall: number): SeededRequest => {
  const request = seededRequestOf(controlsOf('tiny-gqa', { spectrumFall }));
  if (!request) throw new Error('it is possible');
  return request;
};

beforeEach(() => lowRankStore.setState(noLowRank, true));

test('the seeded matrix has rows for every query head of the model, and its request stays the same object', () => {
  const v3 = controlsOf('deepseek-v3', { spectrumFall: 75, seed: 9 });
  expect(seededRequestOf(v3)).toEqual({
    sizes: { keyRows: 128 * 128, valueRows: 128 * 128, columns: 7168 },
    exponent: 0.75,
    seed: 9,
  });
  const other = { ...v3, dims: { ...v3.dims, latentDim: 33 }, context: 7 };
  expect(seededRequestOf(other)).toBe(seededRequestOf(v3));
  expect(seededRequestOf({ ...v3, dims: { ...v3.dims, queryHeads: 0 } })).toBeNull();
});

test('what is drawn says the losses, the cache that the rank buys and what the model keeps', () => {
  const controls = controlsOf('llama3.1-8b', { format: 'f16' });
  const request = seededRequestOf(controls);
  if (!request) throw new Error('it is possible');
  const drawn = lowRankDrawn(controls, { kind: 'seeded', request, measured: measuredOf(request) });
  const { latentDim, ropeDim } = controls.dims;
  expect(drawn?.directions).toBe(4096);
  expect(drawn?.whole).toBe(2 * 32 * 128);
  expect(drawn?.chosen.c).toBe(latentDim);
  expect(drawn?.bought?.elements).toBe(latentDim + ropeDim);
  const own = cachePerToken(variantById('gqa').plan(controls.dims, { phase: 'decode' }), 'f16');
  expect(drawn?.own).toMatchObject({ elements: own.elements, rank: 2048, loss: { c: 2048 } });
  expect(drawn?.losses.length).toBeGreaterThan(40);
  for (const { joint, apart } of drawn?.losses ?? []) {
    expect(joint).toBeLessThanOrEqual((apart ?? 0) + 1e-7);
  }
}, 20_000);

test('a latent of the model’s own stands at its width without the rotary key', () => {
  const controls = controlsOf('deepseek-v3');
  const drawn = lowRankDrawn(controls, { kind: 'seeded', request: requestAt(50), measured: tiny });
  expect(drawn?.own).toMatchObject({ elements: 576, rank: 512, loss: null });
  // The matrix has 16 directions: more cannot be kept.
  expect(drawn?.chosen.c).toBe(16);
  expect(drawn?.rank).toBe(10);
});

test('a file’s matrix is set beside the model shown only where it is as wide', () => {
  const read = { kind: 'file', name: 'a', pairs: [pair('p')], chosen: 0, measured: tiny } as const;
  const controls = controlsOf('tiny-gqa');
  expect(lowRankDrawn(controls, read)?.own).toBeNull();
  const wide = { ...controls, dims: { ...controls.dims, modelDim: 31 } };
  expect(lowRankDrawn(wide, read)?.own).not.toBeNull();
});

test('ranks are ascending, all of them where they are few, and end with the last', () => {
  expect(ranksShown(12, 4)).toEqual([4, 8, 12]);
  const many = ranksShown(4096, 1);
  expect(many.length).toBeLessThanOrEqual(96);
  expect(many).toEqual([...new Set(many)].toSorted((a, b) => a - b));
  expect([many[0], many.at(-1)]).toEqual([1, 4096]);
  expect(rankStops(100, 33)).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 33, 48, 64, 96, 100]);
});

test('while one spectrum is measured only the last of those asked for waits', async () => {
  const { decomposer, asked, done } = slowDecomposer();
  const runner = createLowRankRunner(decomposer);
  void runner.measureSeeded(requestAt(50));
  for (const fall of [60, 70, 80]) void runner.measureSeeded(requestAt(fall));
  expect(asked).toEqual(['seeded 0.5']);
  await done();
  expect(lowRankStore.getState().seeded?.request.exponent).toBe(0.5);
  expect(asked).toEqual(['seeded 0.5', 'seeded 0.8']);
  await done();
  expect(lowRankStore.getState()).toMatchObject({ busy: null, seeded: { request: requestAt(80) } });
  await runner.measureSeeded(lowRankStore.getState().seeded?.request ?? requestAt(1));
  expect(asked).toHaveLength(2);
});

test('a file is shown once its first pair is measured, and another pair when that is', async () => {
  const { decomposer, asked, done } = slowDecomposer();
  const runner = createLowRankRunner(decomposer);
  void runner.open(new File(['x'], 'model.safetensors'));
  await settle();
  expect(lowRankStore.getState()).toMatchObject({ source: 'seeded', file: null });
  await done();
  expect(lowRankStore.getState()).toMatchObject({
    source: 'file',
    file: { name: 'model.safetensors', chosen: 0 },
    busy: null,
  });
  void runner.choose(1);
  expect(lowRankStore.getState().file?.chosen).toBe(0);
  await done();
  expect(lowRankStore.getState().file?.chosen).toBe(1);
  expect(asked).toEqual(['open', 'first', 'second']);
});

test('a broken file is named, and all that was there stays', async () => {
  const { decomposer, done } = slowDecomposer();
  const runner = createLowRankRunner(decomposer);
  void runner.open(new File(['x'], 'good'));
  await settle();
  await done();
  const before = lowRankStore.getState();
  await runner.open(new File([], 'broken'));
  expect(lowRankStore.getState()).toEqual({
    ...before,
    fault: { name: 'broken', fault: { code: 'tooShort', values: { size: 0 } } },
  });
});

test('what was stopped changes nothing, says so, and can be asked for again', async () => {
  const { decomposer, asked, done } = slowDecomposer();
  const runner = createLowRankRunner(decomposer);
  const running = runner.measureSeeded(requestAt(50));
  const wanted = requestAt(90);
  void runner.measureSeeded(wanted);
  runner.stop();
  await running;
  // A page that draws itself anew asks for the same.
  await runner.measureSeeded(wanted);
  expect(lowRankStore.getState()).toEqual({ ...noLowRank, stopped: true });
  void runner.again();
  await done();
  expect(lowRankStore.getState()).toMatchObject({ stopped: false, busy: null });
  expect(asked).toEqual(['seeded 0.5', 'seeded 0.9']);
});
