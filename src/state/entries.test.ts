import { describe, expect, test } from 'vitest';
import { variants } from '../attention/variants';
import { billsOf } from './bills';
import { baselineOf, defaultControls, type Controls } from './controls';
import { entriesOf, pinOf } from './entries';
import { growthOf } from './growth';
import { modelShape } from './modelShape';
import { freeLetter, pinned, unpinned, type Pins } from './pins';

const v3 = defaultControls('deepseek-v3');
const llama = defaultControls('llama3.1-8b');

const entry = (controls: Controls, key: string) => {
  const found = entriesOf(controls).find((each) => each.key === key);
  if (!found) throw new Error(key);
  return found;
};

/** The other model with one of the first put aside. */
const beside = (pinFrom: Controls, key: string, shown: Controls): Controls => ({
  ...shown,
  pins: pinned(shown.pins, pinOf(entry(pinFrom, key))),
});

describe('a configuration put aside', () => {
  const both = beside(v3, 'mla', llama);

  test('stands behind the variants shown, under its letter', () => {
    expect(entriesOf(both).map(({ key }) => key)).toEqual(['mha', 'gqa', 'mqa', 'mla', 'A']);
    expect(entry(both, 'A').shape.modelId).toBe('deepseek-v3');
  });

  test('keeps its own bill when the model, its sizes or the format change', () => {
    const token = (controls: Controls) =>
      billsOf(controls).find(({ key }) => key === 'A')?.charges?.receipt.tokenBytes;
    expect(token(both)).toBe(70272n);
    expect(token({ ...both, format: 'int4', dims: { ...both.dims, latentDim: 64 } })).toBe(70272n);
  });

  test('meets the same workload as all others', () => {
    const total = (context: number) =>
      billsOf({ ...both, context, batch: 3 }).find(({ key }) => key === 'A')?.charges?.receipt
        .totalBytes;
    expect(total(1000)).toBe(70272n * 1000n * 3n);
  });

  test('can be the baseline, and every ratio is then taken against it', () => {
    const against = { ...both, baseline: 'A' };
    expect(baselineOf(against)).toBe('A');
    const gqa = billsOf(against).find(({ key }) => key === 'gqa')?.charges?.timesLess;
    expect(gqa?.baselineId).toBe('A');
    // 131,072 bytes a token of Llama-3.1-8B are more than DeepSeek-V3's 70,272.
    expect(gqa?.value).toBeCloseTo(70272 / 131072, 12);
    expect(baselineOf({ ...against, pins: {} })).toBe('mha');
  });

  test('is drawn in the charts as well', () => {
    expect(growthOf(both).lines.map((line) => line.entry.key)).toEqual([
      'mha',
      'gqa',
      'mqa',
      'mla',
      'A',
    ]);
  });

  test('voids nothing but its own receipt when it is impossible', () => {
    const shape = modelShape('llama3.1-8b');
    const bad = { ...shape, dims: { ...shape.dims, kvHeads: 5 } };
    const pin = { ...bad, variantId: 'gqa', mode: 'cached', format: 'f16' as const };
    const bills = billsOf({ ...llama, pins: pinned({}, pin) });
    expect(bills.filter(({ charges }) => charges === null).map(({ key }) => key)).toEqual(['A']);
  });
});

test('four have letters, a fifth changes nothing, and a letter freed is taken again', () => {
  const pin = pinOf(entry(v3, 'mla'));
  let pins: Pins = {};
  for (let i = 0; i < 5; i++) pins = pinned(pins, pin);
  expect(Object.keys(pins)).toEqual(['A', 'B', 'C', 'D']);
  expect(freeLetter(pins)).toBeUndefined();
  const without = unpinned(pins, 'B');
  expect(freeLetter(without)).toBe('B');
  expect(without.C).toBe(pins.C);
});

describe('a fair comparison', () => {
  const all = { ...v3, shown: variants.map(({ id }) => id) };

  test('at the same heads fits nothing', () => {
    for (const { fit, shape } of entriesOf(all)) {
      expect(fit).toBeNull();
      expect(shape.dims).toEqual(v3.dims);
    }
  });

  test('at the same cache leaves no proposal more than the model’s own', () => {
    for (const { key, fit, plan, format } of entriesOf({ ...all, fair: 'cache' })) {
      if (key === 'mla') {
        expect(fit).toBeNull();
        continue;
      }
      expect(fit?.target, key).toBe(576);
      expect(fit?.value, key).toBeLessThanOrEqual(576);
      // More than half of it: sizes come in steps.
      expect(fit?.value, key).toBeGreaterThan(288);
      expect(plan, key).not.toBeNull();
      expect(format).toBe('f16');
    }
  });

  test('names what it changed, and nothing else', () => {
    const gqa = entry({ ...all, fair: 'cache' }, 'gqa');
    expect(gqa.fit?.changed).toEqual(['kvHeads']);
    expect(gqa.shape.dims).toEqual({ ...v3.dims, kvHeads: 2 });
  });

  test('at the same parameters stays within the model’s own', () => {
    for (const { key, fit } of entriesOf({ ...all, fair: 'parameters' })) {
      if (!fit) continue;
      expect(fit.value / fit.target, key).toBeLessThanOrEqual(1);
      expect(fit.value / fit.target, key).toBeGreaterThan(0.8);
    }
  });

  test('has nothing to fit to where the model’s own variant is impossible', () => {
    const bad = { ...all, fair: 'cache' as const, dims: { ...v3.dims, latentDim: 0 } };
    for (const { fit } of entriesOf(bad)) expect(fit).toBeNull();
  });
});
