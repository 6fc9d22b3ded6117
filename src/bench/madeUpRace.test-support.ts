// Races the made-up variant to its end, and checks what the race tells of it against its plan alone.

import { madeUp, madeUpElements } from '../attention/madeUp.test-support';
import { expect } from 'vitest';
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

/** @param format in which the cache is kept */
export function expectRaced(events: readonly RaceEvent[], format: FormatId): void {
  const { batch, until } = request;
  const plan = madeUp.plan(dims, { phase: 'decode' });
  const size = { groups: [{ layers: 1 }], batch, format };
  expect(cacheBytes(plan, { ...size, tokens: 1, format: 'f32' }).bytes).toBe(
    BigInt(4 * batch * madeUpElements(dims)),
  );
  let rounds = 0;
  const checked: number[] = [];
  for (const event of events) {
    if (event.type === 'entered') {
      const kept = cacheBytes(plan, { ...size, tokens: until }).paddedBytes;
      expect(event.allocatedBytes).toBe(Number(kept));
      expect(event.bytesPerToken).toBe(Number(kept) / (batch * until));
    } else if (event.type === 'agreement') {
      const { error, bound, agrees, context } = event.agreement;
      expect(agrees, `error ${error}, bound ${bound}`).toBe(true);
      // Arithmetic in f32 never is float64's to the bit: nothing was compared with itself.
      expect(error).toBeGreaterThan(1e-9);
      checked.push(context);
    } else if (event.type === 'round') {
      expect(event.laps.map(({ variantId }) => variantId)).toEqual([madeUp.id]);
      for (const { stepNs } of event.laps) expect(stepNs).toBeGreaterThan(0);
      rounds += 1;
    } else {
      expect(event.type).toBe('preparing');
    }
  }
  // At the first token, at the doubling, and at the end.
  expect(checked).toEqual([62, 125, until]);
  expect(rounds).toBe(10);
}
