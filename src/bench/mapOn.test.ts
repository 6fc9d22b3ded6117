// Attention maps in float64: rows that sum to one, keys that are masked, and the pairs whose difference is known.

import { expect, test } from 'vitest';
import {
  bothMaps,
  everyMapSide,
  furthest,
  mapRequest,
  mapSide,
  mapTokens,
  rowsOf,
} from './mapCases.test-support';
import { mapOn } from './mapOn';
import type { MapEvent } from './mapRecords';
import { smallDims } from './smallDims.test-support';

test.each(everyMapSide)(
  'every query of $variantId $mode shares out a weight of one, to keys that are not later',
  async (side) => {
    const [map] = await bothMaps(null, mapRequest(side, mapSide('mha', 'cached')));
    expect(map).toMatchObject({ madeBy: 'float64', agreement: null, tokens: mapTokens });
    expect(map.weights).toHaveLength(smallDims.queryHeads * mapTokens ** 2);
    let spread = 0;
    for (const { seen, hidden } of rowsOf(map)) {
      expect(seen.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(Math.min(...seen)).toBeGreaterThan(0);
      expect(hidden.every((weight) => weight === 0)).toBe(true);
      if (seen.length === mapTokens)
        spread = Math.max(spread, Math.max(...seen) / Math.min(...seen));
    }
    // Keys are told apart: a map of equal weights would show nothing.
    expect(spread).toBeGreaterThan(4);
  },
);

test('A and A have no difference', async () => {
  const gqa = mapSide('gqa', 'cached', 'int8');
  const [a, b] = await bothMaps(null, mapRequest(gqa, gqa));
  expect(b.weights).toEqual(a.weights);
});

test('absorbed and expanded differ in rounding alone', async () => {
  const [a, b] = await bothMaps(
    null,
    mapRequest(mapSide('mla', 'absorbed'), mapSide('mla', 'expanded')),
  );
  expect(furthest(a, b)).toBeLessThan(1e-13);
  expect(furthest(a, b)).toBeGreaterThan(0);
});

test('heads that are copied give the weights of those that are shared, to the bit, from either side', async () => {
  const [mha, gqa, mqa] = ['mha', 'gqa', 'mqa'].map((id) => mapSide(id, 'cached'));
  for (const [few, many] of [
    [gqa!, mha!],
    [mqa!, mha!],
    [mqa!, gqa!],
  ] as const) {
    const [a, b] = await bothMaps(null, mapRequest(few, many));
    expect(b.weights).toEqual(a.weights);
    const [c, d] = await bothMaps(null, mapRequest(many, few));
    expect(c.weights).toEqual(a.weights);
    expect(d.weights).toEqual(a.weights);
  }
  // Heads of its own are others.
  const [own] = await bothMaps(null, mapRequest(mha!, mapSide('mla', 'absorbed')));
  const [copied] = await bothMaps(null, mapRequest(mha!, gqa!));
  expect(furthest(own, copied)).toBeGreaterThan(0.05);
});

test('a narrower cache moves weights, and more so the narrower it is', async () => {
  const lost = async (format: 'f16' | 'int8' | 'int4') => {
    const [a, b] = await bothMaps(
      null,
      mapRequest(mapSide('gqa', 'cached'), mapSide('gqa', 'cached', format)),
    );
    return furthest(a, b);
  };
  const [f16, int8, int4] = [await lost('f16'), await lost('int8'), await lost('int4')];
  expect(f16).toBeGreaterThan(1e-6);
  expect(int8).toBeGreaterThan(2 * f16);
  expect(int4).toBeGreaterThan(2 * int8);
  expect(int4).toBeLessThan(0.7);
});

test('another seed is another map', async () => {
  const request = mapRequest(mapSide('gqa', 'cached'), mapSide('gqa', 'cached'));
  const [a] = await bothMaps(null, request);
  const [b] = await bothMaps(null, { ...request, seed: 12 });
  expect(furthest(a, b)).toBeGreaterThan(0.05);
});

test('one that cannot be made is told, and the other is there; a stop ends both', async () => {
  const broken = { ...mapSide('gqa', 'cached'), dims: { ...smallDims, kvHeads: 4 } };
  const events: MapEvent[] = [];
  const request = mapRequest(mapSide('mha', 'cached'), broken);
  const collect = async (signal: AbortSignal) => {
    for await (const event of mapOn(null, request, signal)) events.push(event);
  };
  await collect(new AbortController().signal);
  expect(events.filter(({ type }) => type === 'failed').length).toBeGreaterThan(0);
  // Records cross to the page as messages.
  expect(structuredClone(events)).toEqual(events);
  await expect(collect(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
});
