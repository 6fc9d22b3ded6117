// The time of one step of a whole model on a device, and what binds it.
//
// A step runs part after part: in each group of layers attention (attending, appending, and what a mode adds to them)
// and the other projections, then the rest of the model. Each part takes the longer of its bytes over the bandwidth and
// its flops over the rate; parts do not overlap, and within a part all bytes and flops do. So a step can hardly be
// faster, and real kernels are slower. Assumed further:
// - weights are read once a step, cached rows once a step and sequence, and what passes between steps not at all;
// - the rest of the model costs 2 flops for each active parameter and token, an embedding table included;
// - of a mixture of experts a step reads what tokens that choose evenly and independently are expected to meet (tokens
//   of a real router agree more often, and meet fewer); where its experts are unknown, no more than this can be said:
//   the most that its counts of parameters allow, as if a token met nothing but experts of its own choice;
// - conversions, softmax, what devices send each other and what the host does take no time.

import type { LayerGroup } from '../attention/layers';
import type { Plan } from '../attention/plan';
import { inScope } from '../attention/scope';
import { onOneDevice, type Deployment } from './parallel';
import { pricePlan, type PlanPrice } from './price';
import { rooflineSeconds, type Ceilings, type RooflineTime, type Work } from './roofline';
import type { Parameters, ServedModel } from './served';
import { asBrought, type Workload } from './workload';

/** Sequences in all, tokens per sequence. */
export type StepSize = Pick<Workload, 'batch' | 'newTokens' | 'cachedTokens' | 'format'>;

export interface PartCost {
  readonly part: 'attention' | 'projections' | 'rest';
  /** Index of the group of layers; null for the rest of the model. */
  readonly group: number | null;
  /** Of all its layers. */
  readonly work: Work;
  readonly time: RooflineTime;
}

export interface StepTime {
  /** In the order in which they are named above. */
  readonly parts: readonly PartCost[];
  /** The sum of the parts. */
  readonly seconds: number;
  /** Which kind of part takes more of the time; `memory` where they tie. */
  readonly bound: 'memory' | 'compute';
  readonly restRead: RestRead;
}

/**
 * How the parameters read of the rest of the model were counted: `all` of a dense model; of a mixture of experts those
 * that `evenRouting` is expected to meet, or `atMost` so many, where its experts are not known.
 */
export type RestRead = 'all' | 'evenRouting' | 'atMost';

/** The plan of a group's layers: with a window where the group has one. */
export function planOf({ window }: LayerGroup, plan: Plan): Plan {
  if (window === undefined) return plan;
  return {
    ...plan,
    steps: plan.steps.map((step) =>
      step.op === 'attend' ? { ...step, mask: { ...step.mask, window: 'perStep' } } : step,
    ),
  };
}

/** Bytes of a layer's cache that move: its earlier rows in, its new ones out. */
const cacheBytesMoved = (price: PlanPrice): number =>
  price.compulsoryBytes - price.weightBytes - price.inputBytes - price.outputBytes;

function layerWork(plan: Plan, workload: Workload, bytesPerParameter: number) {
  const layer = pricePlan(plan, workload);
  const attention = pricePlan(inScope(plan, 'attentionOnly'), workload);
  return {
    attention: {
      flops: attention.flops,
      bytes: cacheBytesMoved(attention) + attention.parameters * bytesPerParameter,
    },
    projections: {
      flops: layer.flops - attention.flops,
      bytes:
        layer.inputBytes +
        layer.outputBytes +
        (layer.parameters - attention.parameters) * bytesPerParameter,
    },
  };
}

/** The share of its experts that a token chooses, if they are known and the counts of parameters leave room for it. */
function chosenShare({ total, active, experts }: Parameters): number | null {
  if (!experts || experts.perToken * total > experts.count * active) return null;
  return experts.perToken / experts.count;
}

const restRead = (rest: Parameters): RestRead => {
  if (rest.active >= rest.total) return 'all';
  return chosenShare(rest) === null ? 'atMost' : 'evenRouting';
};

/**
 * Parameters that `tokens` are expected to meet. A token misses `total - active` of them, all in experts; each further
 * token finds its own share of those. So of E experts, of which a token chooses k, E (1 - (1 - k / E)^tokens) are met,
 * and what every token meets is met once. The share is at most active / total, which would leave nothing for all.
 */
function parametersMet(rest: Parameters, tokens: number): number {
  const { total, active } = rest;
  if (active >= total) return total;
  const share = chosenShare(rest) ?? active / total;
  return total - (total - active) * (1 - share) ** (tokens - 1);
}

const times = ({ bytes, flops }: Work, count: number): Work => ({
  bytes: bytes * count,
  flops: flops * count,
});

/** The parts of a step on the device that has most to do. */
function partsOf(
  { groups, plan, rest, weightBits }: ServedModel,
  size: StepSize,
  deployment: Deployment,
): Omit<PartCost, 'time'>[] {
  const bytesPerParameter = weightBits / 8;
  const one = onOneDevice(plan, size.batch, deployment);
  const layers = groups.flatMap((group, i): Omit<PartCost, 'time'>[] => {
    const { layers: count, window } = group;
    const workload = { ...size, batch: one.batch, ...(window === undefined ? {} : { window }) };
    const work = layerWork(planOf(group, one.plan), workload, bytesPerParameter);
    return [
      { part: 'attention', group: i, work: times(work.attention, count) },
      { part: 'projections', group: i, work: times(work.projections, count) },
    ];
  });
  const { batch, newTokens } = asBrought(plan, size);
  const tokens = batch * newTokens;
  const ofRest: Work = {
    flops: (2 * rest.active * tokens) / deployment.devices,
    bytes: (parametersMet(rest, tokens) * bytesPerParameter) / deployment.devices,
  };
  return [...layers, { part: 'rest', group: null, work: ofRest }];
}

/** The time of one step, under the assumptions named above; `size.batch` is shared out as the deployment says. */
export function stepTime(
  model: ServedModel,
  size: StepSize,
  ceilings: Ceilings,
  deployment: Deployment,
): StepTime {
  const parts = partsOf(model, size, deployment).map((part): PartCost => ({
    ...part,
    time: rooflineSeconds(part.work, ceilings),
  }));
  const secondsOf = (some: readonly PartCost[]) =>
    some.reduce((n, { time }) => n + time.seconds, 0);
  const computing = secondsOf(parts.filter(({ time }) => time.bound === 'compute'));
  const seconds = secondsOf(parts);
  const bound = 2 * computing > seconds ? 'compute' : 'memory';
  return { parts, seconds, bound, restRead: restRead(model.rest) };
}
