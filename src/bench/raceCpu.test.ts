// A race on the CPU alone: the same events, in float32, agreeing to the last token.

import { expect, test } from 'vitest';
import { plainConventions } from '../attention/variant';
import { Pacing } from './pacing';
import { raceOn } from './raceOn';
import type { RaceEvent, RaceRequest } from './raceRecords';
import { cachedModes, smallDims } from './smallDims.test-support';

const request: RaceRequest = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: cachedModes,
  batch: 2,
  format: 'f16',
  scope: 'attentionOnly',
  seed: 4,
  from: 30,
  until: 71,
  besideCpu: false,
};

async function collect(what: RaceRequest, signal = new AbortController().signal) {
  const events: RaceEvent[] = [];
  const pacing = new Pacing({ paused: false, tokensPerRound: 7 });
  for await (const event of raceOn(null, what, pacing, signal)) events.push(event);
  return events;
}

test.each(['attentionOnly', 'wholeLayer'] as const)(
  'every variant in every mode agrees to the last token: %s',
  async (scope) => {
    const events = await collect({ ...request, scope });
    const checks = events.flatMap((event) => (event.type === 'agreement' ? [event.agreement] : []));
    expect(checks.map(({ agrees }) => agrees)).toEqual(checks.map(() => true));
    expect(checks.filter(({ context }) => context === 71)).toHaveLength(cachedModes.length);
    const last = events.findLast(({ type }) => type === 'round');
    expect(last).toMatchObject({ context: 71 });
    // Records cross to the page as messages.
    expect(structuredClone(events)).toEqual(events);
  },
);

test('what would not end on a CPU falls out, and the others race', async () => {
  const dims = { ...smallDims, queryHeads: 256, kvHeads: 1, headDim: 256, vDim: 256 };
  const two = [
    { variantId: 'gqa', mode: 'cached', dims },
    { variantId: 'mqa', mode: 'cached' },
  ];
  const events = await collect({ ...request, contenders: two, from: 4990, until: 5000 });
  expect(events.find(({ type }) => type === 'fellOut')).toMatchObject({
    racer: { variantId: 'gqa', ranOn: 'cpu' },
    failure: { code: 'unsupported' },
  });
  expect(events.findLast(({ type }) => type === 'round')).toMatchObject({ context: 5000 });
});

test('is stopped while it makes its caches ready', async () => {
  const controller = new AbortController();
  controller.abort(new Error('stopped'));
  await expect(collect(request, controller.signal)).rejects.toThrow('stopped');
});
