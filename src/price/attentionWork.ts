// What attention alone asks of memory and of arithmetic in one step, in all layers, and how often it uses a cached byte.
//
// Attention alone is appending, attending and what a mode adds to them, with the queries that come in and the outputs
// that go out, in f32 (price.ts).

import type { LayerGroup } from '../attention/layers';
import type { Plan } from '../attention/plan';
import { inScope } from '../attention/scope';
import { pricePlan } from './price';
import { flopsPerByte, type Work } from './roofline';
import { planOf } from './stepTime';
import type { Workload } from './workload';

/** Bytes that must move and flops that must be done, of all layers. */
export function attentionWork(
  plan: Plan,
  groups: readonly LayerGroup[],
  workload: Omit<Workload, 'window'>,
): Work {
  const attention = inScope(plan, 'attentionOnly');
  let [bytes, flops] = [0, 0];
  for (const group of groups) {
    const { layers, window } = group;
    const asked = { ...workload, ...(window === undefined ? {} : { window }) };
    const price = pricePlan(planOf(group, attention), asked);
    bytes += layers * price.compulsoryBytes;
    flops += layers * price.flops;
  }
  return { bytes, flops };
}

/**
 * Flops for each byte of a cached row that all of the new tokens see: what the intensity of attention comes to when
 * the context is long, or the batch large, and nothing but cached rows counts.
 */
export function flopsPerRowByte(
  plan: Plan,
  { newTokens, format }: Pick<Workload, 'newTokens' | 'format'>,
): number {
  const attention = inScope(plan, 'attentionOnly');
  const after = (pastTokens: number) =>
    pricePlan(attention, { batch: 1, newTokens, cachedTokens: pastTokens + newTokens, format });
  const [none, one] = [after(0), after(1)];
  return flopsPerByte({
    bytes: one.compulsoryBytes - none.compulsoryBytes,
    flops: one.flops - none.flops,
  });
}
