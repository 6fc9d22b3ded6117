// Derived: what a race is asked for, and what its racers' caches hold beside what the formula says.

import { inScope } from '../attention/scope';
import { variantById } from '../attention/variants';
import type { DeviceReport, LayerRequest, RaceRequest, Racing } from '../engine/protocol';
import { cachePerToken } from '../price/cache';
import type { Controls } from './controls';
import { layerRequestOf } from './decode';
import { remember } from './remember';

const request = remember(
  (
    layer: LayerRequest | null,
    from: number,
    until: number,
    besideCpu: boolean,
  ): RaceRequest | null => (layer && from < until ? { ...layer, from, until, besideCpu } : null),
);

/** The request that a race sends, or null where nobody can race; the same object as long as nothing changes. */
export const raceRequestOf = (c: Controls, runsOn: DeviceReport['runsOn']): RaceRequest | null =>
  request(layerRequestOf(c), c.raceFrom, c.raceUntil, c.raceOn === 'both' && runsOn === 'gpu');

/** Bytes of one token of one layer that a racer's cache keeps, as the formula says, without padding. */
export function formulaBytes(asked: RaceRequest, { variantId, mode, ranOn }: Racing): number {
  const { contenders, conventions, scope } = asked;
  const found = contenders.find((each) => each.variantId === variantId && each.mode === mode);
  const dims = found?.dims ?? asked.dims;
  const plan = variantById(variantId).plan(dims, { phase: 'decode', mode, conventions });
  // The CPU keeps float32 whatever was asked for.
  return cachePerToken(inScope(plan, scope), ranOn === 'cpu' ? 'f32' : asked.format).bytes;
}
