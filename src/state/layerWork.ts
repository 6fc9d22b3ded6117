// Derived: bytes that must move and flops that must be done in one step of one layer, as a run would be asked for it.

import { inScope } from '../attention/scope';
import { variants } from '../attention/variants';
import type { DecodeRequest, SizedContender } from '../engine/protocol';
import { pricePlan } from '../price/price';
import type { Work } from '../price/roofline';

type Layer = Pick<DecodeRequest, 'dims' | 'conventions' | 'batch' | 'format' | 'scope'>;

/** Null where there is no such variant. The new tokens are the last ones of `context`. */
export function layerWork(
  request: Layer,
  { variantId, mode, dims: own = request.dims }: SizedContender,
  context: number,
  newTokens = 1,
): Work | null {
  const variant = variants.find(({ id }) => id === variantId);
  if (!variant) return null;
  const { conventions, batch, format, scope } = request;
  const plan = inScope(variant.plan(own, { phase: 'decode', mode, conventions }), scope);
  const price = pricePlan(plan, { batch, newTokens, cachedTokens: context, format });
  return { bytes: price.compulsoryBytes, flops: price.flops };
}
