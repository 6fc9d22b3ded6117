// One token on the CPU: what it keeps is told, what it keeps nowhere is said, and cells are of the values themselves.

import { expect, test } from 'vitest';
import { plainConventions } from '../attention/variant';
import { variants } from '../attention/variants';
import { smallDims } from './smallDims.test-support';
import { tokenOn } from './tokenOn';
import type { TokenEvent, TokenRequest } from './tokenRecords';
import { tensorReports } from './tokenReports';

const request: TokenRequest = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: variants.flatMap(({ id, modes }) =>
    modes.map((mode) => ({ variantId: id, mode: mode.id })),
  ),
  batch: 1,
  format: 'int8',
  scope: 'wholeLayer',
  seed: 3,
  context: 40,
};

async function collect(what: TokenRequest, signal = new AbortController().signal) {
  const events: TokenEvent[] = [];
  for await (const event of tokenOn(null, what, signal)) events.push(event);
  return events;
}

test('every tensor that the CPU keeps agrees with float64', { timeout: 30_000 }, async () => {
  // One of each way to keep and to rebuild.
  const ways = ['gqa cached', 'mla absorbed', 'mla expanded', 'tpa cached'];
  const contenders = request.contenders.filter(({ variantId, mode }) =>
    ways.includes(`${variantId} ${mode}`),
  );
  const events = await collect({ ...request, contenders });
  const tokens = events.filter((event) => event.type === 'token');
  expect(events.filter(({ type }) => type === 'failed')).toEqual([]);
  expect(tokens).toHaveLength(ways.length);
  for (const { variantId, mode, tensors, ranOn } of tokens) {
    expect(ranOn).toBe('cpu');
    const plan = variants
      .find(({ id }) => id === variantId)!
      .plan(smallDims, { phase: 'decode', mode });
    for (const { id, source, agreement, within } of tensors) {
      const rebuilt = plan.tensors.some((tensor) => tensor.id === id && tensor.rows === 'cached');
      expect(source, `${variantId} ${mode} ${id}`).toBe(rebuilt ? 'nowhere' : 'stored');
      if (rebuilt) {
        expect(agreement).toBeNull();
        expect(plan.steps[within.at(-1) ?? -1]?.op).toBe('attend');
      } else expect(agreement?.agrees, `${variantId} ${mode} ${id} ${agreement?.error}`).toBe(true);
    }
  }
  // Records cross to the page as messages.
  expect(structuredClone(events)).toEqual(events);
});

test('ends when it is stopped', async () => {
  const controller = new AbortController();
  controller.abort(new Error('stopped'));
  await expect(collect(request, controller.signal)).rejects.toThrow('stopped');
});

test('a cell is the value furthest from 0 of its neighbours, and a NaN is never hidden', () => {
  const plan = variants[1]!.plan({ ...smallDims, modelDim: 150 }, { phase: 'decode' });
  const values = Float32Array.from({ length: 150 }, (_, i) => Math.sin(i));
  values[4] = NaN;
  const made = { values: new Map([['x', values]]), unfused: new Set<string>(), joined: [[3, 5]] };
  const reports = tensorReports(plan, made, new Map([['x', new Float64Array(150)]]), 1e-5);
  const x = reports.find(({ id }) => id === 'x');
  expect(x).toMatchObject({ perCell: 3, source: 'stored', elements: 150 });
  expect(x?.cells).toHaveLength(50);
  expect(x?.cells[0]).toBe(values[2]);
  expect(x?.cells[1]).toBeNaN();
  expect(x?.cells[2]).toBe(values[8]);
  expect(x?.agreement?.agrees).toBe(false);
  expect(reports.find(({ id }) => id === 'keyRotated')?.source).toBe('nowhere');
});
