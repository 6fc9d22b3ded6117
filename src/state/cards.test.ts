// What each of several devices keeps, against sums made by hand.

import { describe, expect, test } from 'vitest';
import { cardsOf, elementsAt, pointAt, type Cards } from './cards';
import { defaultControls, type Controls } from './controls';
import { entriesOf, pinOf } from './entries';
import { pinned } from './pins';

const llama = defaultControls('llama3.1-8b');
const v3 = defaultControls('deepseek-v3');

const lineOf = ({ lines }: Cards, key: string) => {
  const found = lines.find(({ entry }) => entry.key === key);
  if (!found) throw new Error(key);
  return found;
};

const onEach = (controls: Controls, key: string, counts: readonly number[]) =>
  counts.map((count) => elementsAt(lineOf(cardsOf(controls), key), count));

describe('elements of a token and layer on each of 1, 2, 8 and 16 devices', () => {
  const counts = [1, 2, 8, 16];

  test('of Llama-3.1-8B’s GQA-8 fall to one head’s 2 x 128 and stay, two devices having the same', () => {
    expect(onEach(llama, 'gqa', counts)).toEqual([2048, 1024, 256, 256]);
    const line = lineOf(cardsOf(llama), 'gqa');
    expect(counts.map((count) => pointAt(line, count)?.heads?.copies)).toEqual([1, 1, 1, 2]);
  });

  test('of the same with MHA’s 32 heads fall all the way', () => {
    expect(onEach(llama, 'mha', counts)).toEqual([8192, 4096, 1024, 512]);
  });

  test('of DeepSeek-V3’s MLA are 512 + 64 on each', () => {
    expect(onEach(v3, 'mla', counts)).toEqual([576, 576, 576, 576]);
    expect(pointAt(lineOf(cardsOf(v3), 'mla'), 8)?.heads?.copies).toBe(8);
  });

  test('are a part of all of them where sequences are shared out', () => {
    const line = lineOf(cardsOf(v3), 'mla');
    expect(counts.map((count) => pointAt(line, count)?.sequences.elements)).toEqual([
      576, 288, 72, 36,
    ]);
  });
});

describe('the finding', () => {
  test('is that 8 devices turn MLA’s 576 against 2,048 of GQA into 576 against 256', () => {
    const both = pinned({}, pinOf(entriesOf(v3).find(({ key }) => key === 'mla') ?? never()));
    const { finding } = cardsOf({ ...llama, shown: ['gqa'], pins: both });
    expect(finding).toMatchObject({ devices: 8, turned: true });
    expect([finding?.a.entry.key, finding?.b.entry.key]).toEqual(['A', 'gqa']);
    if (!finding) return;
    const at = (devices: number) => [finding.a, finding.b].map((line) => elementsAt(line, devices));
    expect([at(1), at(8)]).toEqual([
      [576, 2048],
      [576, 256],
    ]);
  });

  test('is of the devices chosen, where these can have the heads', () => {
    expect(cardsOf({ ...llama, devices: 2 }).finding?.devices).toBe(2);
    expect(cardsOf({ ...llama, devices: 2 }).chosen).toBe(2);
    expect(cardsOf({ ...llama, devices: 7 }).finding?.devices).toBe(8);
    expect(cardsOf({ ...llama, devices: 64 })).toMatchObject({ chosen: null });
  });

  test('is the least and the most where no order turns', () => {
    const { finding } = cardsOf({ ...llama, shown: ['mha', 'gqa'] });
    expect(finding?.turned).toBe(false);
    expect([finding?.a.entry.key, finding?.b.entry.key]).toEqual(['gqa', 'mha']);
  });

  test('is none where no sizes are possible', () => {
    const { finding, lines } = cardsOf({ ...llama, layers: 0 });
    expect([finding, lines]).toEqual([null, []]);
  });
});

test('a number of devices that does not divide the heads has no point, and any number has sequences', () => {
  // 12 query heads divide by 3 and 6 as well, their 4 kv heads do not.
  const odd: Controls = {
    ...llama,
    shown: ['mha', 'gqa'],
    dims: { ...llama.dims, queryHeads: 12, kvHeads: 4 },
  };
  const { counts } = cardsOf(odd);
  expect(counts).toEqual([1, 2, 3, 4, 6, 8, 12, 16]);
  expect(onEach(odd, 'gqa', counts)).toEqual([1024, 512, null, 256, null, null, 256, null]);
  expect(onEach(odd, 'mha', counts)).toEqual([3072, 1536, 1024, 768, 512, null, 256, null]);
  expect(pointAt(lineOf(cardsOf(odd), 'gqa'), 6)?.sequences.elements).toBeCloseTo(1024 / 6, 10);
});

test('the same object comes back while nothing that it says changes', () => {
  expect(cardsOf({ ...llama, context: 4096, blockTokens: 64 })).toBe(cardsOf(llama));
});

function never(): never {
  throw new Error('no entry');
}
