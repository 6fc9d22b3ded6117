// The points of a run: every contender at every context, as plans, and the record of one that was measured.

import type { Plan } from '../attention/plan';
import { inScope } from '../attention/scope';
import { variantById } from '../attention/variants';
import { pricePlan, type PlanPrice } from '../price/price';
import { coldBytes } from './protocol';
import type {
  DecodeEvent,
  DecodeRequest,
  LayerRequest,
  MeasuredPoint,
  RunFailure,
  SizedContender,
  Stage,
} from './records';
import { summarize } from './stats';

export interface Point extends SizedContender {
  readonly context: number;
  readonly plan: Plan;
}

/** By ascending context, contenders in their own order. Throws where the dims are impossible. */
export function pointsOf(request: DecodeRequest): Point[] {
  const contexts = [...new Set(request.contexts)].toSorted((a, b) => a - b);
  const entries = pointsAt(request, 0);
  return contexts.flatMap((context) => entries.map((entry) => ({ ...entry, context })));
}

/** Every contender with one context, in their own order. Throws where the dims are impossible. */
export const pointsAt = (request: LayerRequest, context: number): Point[] =>
  request.contenders.map((contender) => ({
    ...contender,
    context,
    plan: planOf(request, contender),
  }));

function planOf(
  { dims, conventions, scope }: LayerRequest,
  { variantId, mode, dims: own = dims }: SizedContender,
): Plan {
  const plan = variantById(variantId).plan(own, { phase: 'decode', mode, conventions });
  return inScope(plan, scope);
}

/** The price of one decode step of a point. */
export const priceOf = (
  { batch }: Pick<LayerRequest, 'batch'>,
  { plan, context }: Point,
  format: MeasuredPoint['format'],
): PlanPrice => pricePlan(plan, { batch, newTokens: 1, cachedTokens: context, format });

/**
 * The plan to check a point by: of the variant's modes that read the same inputs, weights and cache and have the
 * same result, the one with the least arithmetic. They differ in the order of exact sums only, and rebuilding all
 * keys in float64 would take minutes where the latent takes a second.
 */
export function cheapestTwin(request: LayerRequest, point: Point): Plan {
  const inputs = new Set([...point.plan.inputs, ...point.plan.weights.map(({ id }) => id)]);
  const rows = (plan: Plan) => plan.cache.map(({ id, heads, width }) => `${id} ${heads} ${width}`);
  const cache = rows(point.plan).join();
  let cheapest = point.plan;
  let leastFlops = priceOf(request, point, 'f32').flops;
  for (const mode of variantById(point.variantId).modes) {
    const plan = planOf(request, { ...point, mode: mode.id });
    const alike =
      plan.output === point.plan.output &&
      rows(plan).join() === cache &&
      [...plan.inputs, ...plan.weights.map(({ id }) => id)].every((id) => inputs.has(id));
    const { flops } = priceOf(request, { ...point, plan }, 'f32');
    if (alike && flops < leastFlops) [cheapest, leastFlops] = [plan, flops];
  }
  return cheapest;
}

/** What the runner of a point knows that the request does not. */
export interface Circumstances extends Pick<
  MeasuredPoint,
  | 'ranOn'
  | 'format'
  | 'timer'
  | 'resolutionNs'
  | 'samplesNs'
  | 'stepsPerSample'
  | 'parts'
  | 'firstNs'
  | 'firstCompiled'
  | 'rotatedBytes'
  | 'kernels'
> {
  /** The compulsory bytes where nothing counts the actual ones. */
  readonly actualBytes?: number;
}

export function measuredPoint(
  request: DecodeRequest,
  point: Point,
  how: Circumstances,
): MeasuredPoint {
  const { median, q1, q3 } = summarize(how.samplesNs);
  const { compulsoryBytes, flops } = priceOf(request, point, how.format);
  return {
    variantId: point.variantId,
    mode: point.mode,
    context: point.context,
    batch: request.batch,
    scope: request.scope,
    format: how.format,
    ranOn: how.ranOn,
    timer: how.timer,
    medianNs: median,
    q1Ns: q1,
    q3Ns: q3,
    samplesNs: [...how.samplesNs],
    stepsPerSample: how.stepsPerSample,
    parts: how.parts,
    resolutionNs: how.resolutionNs,
    firstNs: how.firstNs,
    firstCompiled: how.firstCompiled,
    rotatedBytes: how.rotatedBytes,
    cold: how.rotatedBytes >= coldBytes,
    compulsoryBytes,
    flops,
    actualBytes: how.actualBytes ?? compulsoryBytes,
    ...(how.kernels ? { kernels: how.kernels } : {}),
  };
}

export const failureEvent = (
  { variantId, mode, context }: Point,
  failure: RunFailure,
): DecodeEvent => ({ type: 'failure', variantId, mode, context, failure });

/** Counts the work of a run: preparing a point is as much as measuring it. */
export class Progress {
  private done = 0;

  constructor(
    private readonly points: number,
    private readonly rounds: number,
  ) {}

  event(stage: Stage, { variantId, context }: Point): DecodeEvent {
    const fraction = Math.min(this.done / Math.max(2 * this.points, 1), 1);
    return { type: 'progress', fraction, stage, variantId, context };
  }

  prepared(): void {
    this.done += 1;
  }

  /** Rounds of one point that are done with. */
  measured(rounds = 1): void {
    this.done += rounds / this.rounds;
  }

  /** The point failed or disagreed and will not be measured. */
  skipped(): void {
    this.done += 1;
  }
}
