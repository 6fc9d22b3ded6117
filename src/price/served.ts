// A whole model as it is served: its attention layers by their plan, and all else by its parameters.

import { layersOf, type LayerGroup } from '../attention/layers';
import { sizeOf, type Plan } from '../attention/plan';
import { onOneDevice, type Deployment } from './parallel';

/** Of each layer that is a mixture of experts: those that tokens choose from, and how many a token chooses. */
export interface RoutedExperts {
  readonly count: number;
  readonly perToken: number;
}

/** Counts of parameters: `active` are those that a token meets, fewer than `total` in a mixture of experts. */
export interface Parameters {
  readonly total: number;
  readonly active: number;
  /** Not given of a dense model, and where no source states them. */
  readonly experts?: RoutedExperts;
}

export interface ServedModel {
  readonly groups: readonly LayerGroup[];
  /** Of one whole layer, in the phase that is asked about. */
  readonly plan: Plan;
  /** Outside the attention layers: MLPs or experts, norms, embedding and output head. */
  readonly rest: Parameters;
  /** Bits of a parameter as it is stored, e.g. 16, or 8 for FP8 weights. */
  readonly weightBits: number;
}

/** Parameters of one attention layer, on one device. */
export const layerParameters = (plan: Plan): number =>
  plan.weights.reduce((n, { axes }) => n + sizeOf(axes), 0);

/** What is left of a model's parameters without those of its attention layers; published totals are often rounded. */
export function restOf(
  whole: Parameters,
  { groups, plan }: Pick<ServedModel, 'groups' | 'plan'>,
): Parameters {
  const attention = layerParameters(plan) * layersOf(groups);
  return {
    ...whole,
    total: Math.max(whole.total - attention, 0),
    active: Math.max(whole.active - attention, 0),
  };
}

/** Bytes of all weights that one device holds: its share of the attention layers, and an even share of the rest. */
export function weightBytes(
  { groups, plan, rest, weightBits }: ServedModel,
  deployment: Deployment,
): bigint {
  const one = onOneDevice(plan, 1, deployment).plan;
  const parameters =
    layerParameters(one) * layersOf(groups) + Math.ceil(rest.total / deployment.devices);
  return BigInt(Math.ceil((parameters * weightBits) / 8));
}
