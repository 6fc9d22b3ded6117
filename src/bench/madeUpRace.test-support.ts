// Races the made-up variant to its end, and checks what the race tells of it against its plan alone.

import { madeUp, madeUpElements } from '../attention/madeUp.test-support';
import type { FormatId } from '../attention/format';
import { plainConventions } from '../attention/variant';
import { cacheBytes } from '../price/cache';
import type { DecodeDevice } from './decodeRun';
import { Pacing } from './pacing';
import { raceOn } from './raceOn';
import type { RaceEvent, RaceRequest } from './raceRecords';
import { smallDims } from './smallDims.test-support';

/** Odd widths: rows of 10, 6 and 11 elements are padded. */
const dims = { ...smallDims, nopeDim: 10, ropeDim: 6, vDim: 11 };

const request: RaceRequest = {
  dims,
  conventions: plainConventions,
  contenders: [{ variantId: madeUp.id, mode: 'cached' }],
  batch: 2,
  format: 'f32',
  scope: 'attentionOnly',
  seed: 17,
  from: 61,
  until: 140,
  besideCpu: false,
};

/** @param device null: the CPU races */
export async function raceMadeUp(
  device: DecodeDevice | null,
  change: Partial<RaceRequest>,
): Promise<RaceEvent[]> {
  const events: RaceEvent[] = [];
  const pacing = new Pacing({ paused: false, tokensPerRound: 9 });
  const { signal } = new AbortController();
  for await (const event of raceOn(device, { ...request, ...change }, pacing, signal)) {
    events.push(event);
  }
  return events;
}

/** What a race tells of its one racer, brought together. */
export function toldOf(events: readonly RaceEvent[]) {
  const of = <Type extends RaceEvent['type']>(type: Type) =>
    events.filter((event): event is Extract<RaceEvent, { type: Type }> => event.type === type);
  const checks = of('agreement').map(({ agreement }) => agreement);
  const laps = of('round').flatMap((round) => round.laps);
  return {
    caches: of('entered').map(({ allocatedBytes, bytesPerToken }) => ({
      allocatedBytes,
      bytesPerToken,
    })),
    // Arithmetic in f32 never is float64's to the bit: an error of 0 would be of nothing compared.
    agreedAt: checks
      .filter(({ agrees, error }) => agrees && error > 1e-9)
      .map(({ context }) => context),
    disagreed: checks.filter(({ agrees }) => !agrees),
    fellOut: of('fellOut'),
    laps: laps.filter(({ variantId, stepNs }) => variantId === madeUp.id && stepNs > 0).length,
  };
}

/** The same as the plan alone says it, for a cache that is kept in a format. */
export function plannedOf(format: FormatId): ReturnType<typeof toldOf> {
  const { batch, until } = request;
  const plan = madeUp.plan(dims, { phase: 'decode' });
  const kept = cacheBytes(plan, { groups: [{ layers: 1 }], batch, format, tokens: until });
  const allocatedBytes = Number(kept.paddedBytes);
  return {
    caches: [{ allocatedBytes, bytesPerToken: allocatedBytes / (batch * until) }],
    // At the first token, at the doubling, and at the end.
    agreedAt: [62, 125, until],
    disagreed: [],
    fellOut: [],
    // One token, then nine each round.
    laps: 10,
  };
}

/** Elements of one token, which the variant's author would say. */
export const elementsOfToken = madeUpElements(dims);
