// A variant that nobody has thought of, on every chart: from its line in the table alone, nothing here knows its name.

import { madeUp, madeUpElements } from '../attention/madeUp.test-support';
import { describe, expect, test } from 'vitest';
import { deviceById } from '../facts/devices';
import { anatomyOf } from './anatomy';
import { billsOf } from './bills';
import { cardsOf } from './cards';
import { defaultControls, offeredModes, type Controls } from './controls';
import { boundsOf, requestOf } from './decode';
import { growthOf } from './growth';
import { headSweepOf } from './headSweep';
import { decodeControls, encodeControls } from './permalink';
import { formulaBytes, raceRequestOf } from './raceRequest';
import { rooflineOf } from './roofline';
import { shaderRequestOf } from './shaderRequest';
import { throughputOf } from './throughput';
import { waitingOf } from './waiting';

const { id } = madeUp;
const usual = defaultControls('llama3.1-8b');
const c: Controls = { ...usual, shown: ['gqa', id], context: 8192 };
const elements = madeUpElements(c.dims);
/** In f16, of all layers. */
const tokenBytes = 2 * elements * c.layers;

const only = <T extends { readonly entry: { readonly key: string } }>(lines: readonly T[]): T => {
  const line = lines.find(({ entry }) => entry.key === id);
  if (!line) throw new Error(`no line of ${id}`);
  return line;
};

/** Fails where a list is empty, or falls. */
function expectRising(values: readonly (number | null)[]): void {
  const known = values.flatMap((value) => value ?? []);
  expect(known.length).toBeGreaterThan(1);
  expect(known).toEqual(known.toSorted((a, b) => a - b));
  expect(known.at(-1)).toBeGreaterThan(known[0] ?? Infinity);
}

describe('a made-up variant', () => {
  test('has a bill that adds up, and no head count where a row is for all heads', () => {
    const bill = billsOf(c).find(({ key }) => key === id);
    expect(bill?.problems).toEqual([]);
    expect(bill?.charges?.receipt.totalBytes).toBe(BigInt(tokenBytes * 8192));
    const factors = bill?.charges?.receipt.lines.map((line) =>
      line.factors.map(({ symbol, value }) => `${symbol} ${value}`),
    );
    expect(factors).toEqual([
      ['kvHeads 8', 'qkDim 128', 'bytesPerElement 2'],
      ['kvHeads 8', 'ropeDim 64', 'bytesPerElement 2'],
      ['vDim 128', 'bytesPerElement 2'],
    ]);
  });

  test('grows with the context, and fills a device (C2)', () => {
    const growth = growthOf(c);
    const { bytes, bytesAtContext, fullAtTokens, longest } = only(growth.lines);
    expectRising(bytes);
    expect(bytesAtContext).toBe(tokenBytes * 8192);
    expect(fullAtTokens).toBe(Math.floor(growth.device.memoryBytes / tokenBytes));
    expect(longest.outcome).toBe('fits');
  });

  test('has a bound of decode beside what is measured (C3)', () => {
    const request = requestOf(c, 'gpu');
    expect(request?.contenders).toContainEqual({ variantId: id, mode: 'cached' });
    if (!request) return;
    const line = boundsOf(request, deviceById('rtx4090')).find((each) => each.variantId === id);
    expectRising(line?.boundNs ?? []);
    // Reads its rows at 1008 bytes a ns, and little besides.
    expect(line?.boundNs.at(-1)).toBeCloseTo((2 * elements * 4096) / 1008, -2);
  });

  test('serves sequences up to where memory ends, and makes people wait (C4)', () => {
    const { rates, most } = only(throughputOf(c).lines);
    expectRising(rates.map((rate) => rate?.tokensPerSecond ?? null));
    expect(most).toBeGreaterThan(only(throughputOf({ ...c, context: 16384 }).lines).most);
    expect(only(waitingOf(c).lines).atContext?.value).toBeGreaterThan(0);
  });

  test('stands under the roof (C5)', () => {
    const { flopsPerByte, flopsPerSecond } = only(rooflineOf(c).marks);
    expect(flopsPerByte).toBeGreaterThan(1);
    expect(flopsPerSecond).toBeGreaterThan(0);
  });

  test('is swept over its heads, and shared out among devices (C7, C10)', () => {
    const { lines, heads } = headSweepOf(c);
    const line = only(lines);
    expect(line.elements[heads.indexOf(32)]).toBe(elements);
    // Keys grow with their heads, the value does not.
    expect(line.elements[heads.indexOf(1)]).toBe(128 + 64 + 128);
    expectRising(line.multiplyAdds);
    const points = only(cardsOf(c).lines).points;
    expect(points.find(({ devices }) => devices === 8)?.heads?.elements).toBe(128 + 64 + 128);
  });

  test('is drawn, raced and linked as the others are', () => {
    expect(anatomyOf(c).sides.map(({ entry }) => entry.key)).toContain(id);
    const request = raceRequestOf(c, 'gpu');
    const racing = { variantId: id, mode: 'cached', ranOn: 'gpu' } as const;
    expect(request?.contenders).toContainEqual({ variantId: id, mode: 'cached' });
    expect(request && formulaBytes(request, racing)).toBe(2 * elements);
    const shader = shaderRequestOf({ ...c, shaderOf: id });
    expect(shader?.contenders).toEqual([{ variantId: id, mode: 'cached' }]);
    expect(offeredModes(madeUp)).toHaveLength(1);
    expect(decodeControls(encodeControls(c)).controls.shown).toEqual(['gqa', id]);
  });
});
