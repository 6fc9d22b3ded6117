// A preset as it is served with any attention: what its facts say of the parameters, and the plan that is asked about.

import type { LayerGroup } from '../attention/layers';
import type { Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { nativeVariant } from '../attention/variants';
import { publishedWeightBits, type Model } from '../facts/model';
import { restOf, type Parameters, type ServedModel } from './served';

/** Of the attention that the preset was published with: its weights are the same in every phase and mode. */
const ownPlan = ({ dims, conventions }: Model): Plan =>
  nativeVariant(dims).plan(proposeDims(dims), { phase: 'decode', conventions });

/**
 * The preset with the layers and plan that are asked about. What is not attention stays as the preset has it: its counts
 * without its own attention layers, whatever takes their place. Null where no source states the parameters, or where
 * the bits of a weight are neither given nor published as one number.
 */
export function servedModel(
  model: Model,
  asked: { readonly plan: Plan; readonly groups: readonly LayerGroup[] },
  weightBits: number | null = publishedWeightBits(model),
): ServedModel | null {
  const { parameters, experts } = model;
  if (!parameters || weightBits === null) return null;
  const whole: Parameters = {
    total: parameters.count,
    active: parameters.active,
    ...(experts ? { experts } : {}),
  };
  const rest = restOf(whole, { groups: model.groups, plan: ownPlan(model) });
  return { ...asked, rest, weightBits };
}
