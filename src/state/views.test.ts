import { expect, test } from 'vitest';
import { anatomyOf } from './anatomy';
import { billsOf } from './bills';
import { cardsOf } from './cards';
import { defaultControls, type Controls } from './controls';
import { crossoverOf } from './crossover';
import { requestOf } from './decode';
import { fakeDevice } from './fakeEngine.test-support';
import { growthOf } from './growth';
import { headSweepOf } from './headSweep';
import { seededRequestOf } from './lowRank';
import { mapSidesOf } from './mapSides';
import { modelShape } from './modelShape';
import { pagesOf } from './pages';
import { precisionRequestsOf } from './precision';
import { raceRequestOf } from './raceRequest';
import { rooflineOf } from './roofline';
import { shaderRequestOf } from './shaderRequest';
import { sweepOf } from './sweepPlan';
import { throughputOf } from './throughput';
import { tokenRequestOf } from './tokenRequest';
import { frameControls, pageViews, viewControls, viewIds, type ViewId } from './views';
import { waitingOf } from './waiting';

const card = { ...fakeDevice, software: false };

/** What a view shows, from what it derives. */
const shownOf: Record<ViewId, (c: Controls) => unknown> = {
  receipts: billsOf,
  growth: growthOf,
  decode: (c) => requestOf(c, 'gpu'),
  race: (c) => raceRequestOf(c, 'gpu'),
  pages: pagesOf,
  // Elements: bytes are in its file alone.
  cards: (c) =>
    cardsOf(c).lines.map(({ points }) =>
      points.map(({ heads, sequences }) => [heads?.elements, heads?.copies, sequences.elements]),
    ),
  roofline: rooflineOf,
  crossover: crossoverOf,
  throughput: throughputOf,
  waiting: waitingOf,
  batches: (c) => sweepOf('batch', c, card)?.runs.map(({ request }) => request),
  prompts: (c) => sweepOf('prompt', c, card)?.runs.map(({ request }) => request),
  heads: headSweepOf,
  // What is measured, and the format of the cache that it buys.
  lowrank: (c) => [seededRequestOf(c), c.format],
  precision: precisionRequestsOf,
  shader: shaderRequestOf,
  quality: ({ datasetId, measure, sameParameters }) => [datasetId, measure, sameParameters],
  // Its flops are of the context, and the values of one token of the format.
  anatomy: (c) => [anatomyOf(c), tokenRequestOf(c)],
  // Each map has a format of its own.
  map: (c) => mapSidesOf(c).request,
};

/** Without the entries, which hold every control whether a chart reads it or not. */
const textOf = (shown: unknown): string =>
  JSON.stringify(shown, (key, value: unknown) => {
    if (key === 'entry') return '';
    return typeof value === 'bigint' ? String(value) : value;
  });

const usual: Controls = {
  ...defaultControls('llama3.1-8b'),
  context: 12_000,
  deviceId: 'h100-sxm',
  devices: 2,
};

const changed: Record<(typeof frameControls)[number], Controls> = {
  model: { ...usual, ...modelShape('qwen2.5-7b') },
  ctx: { ...usual, context: 7_000 },
  format: { ...usual, format: 'int8' },
};

test.each(viewIds)('a frame of %s offers the controls that it reads, and no other', (view) => {
  const before = textOf(shownOf[view](usual));
  const read = frameControls.filter((name) => textOf(shownOf[view](changed[name])) !== before);
  expect(viewControls[view]).toEqual(read);
});

test('every view but the receipts stands on a page', () => {
  expect(Object.values(pageViews).flat().toSorted()).toEqual(
    viewIds.filter((view) => view !== 'receipts').toSorted(),
  );
});
