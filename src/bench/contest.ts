// The points of a run: every contender at every context, as plans, and the record of one that was measured.

import type { Plan } from '../attention/plan';
import { inScope } from '../attention/scope';
import { variantById } from '../attention/variants';
import { pricePlan, type PlanPrice } from '../price/price';
import { checkedTokens, coldBytes } from './protocol';
import type {
  DecodeEvent,
  DecodeRequest,
  LayerRequest,
  MeasuredPoint,
  Place,
  RunFailure,
  SizedContender,
  Stage,
} from './records';
import { summarize } from './stats';

export interface Point extends SizedContender {
  readonly context: number;
  /** The last ones of `context`. */
  readonly newTokens: number;
  readonly plan: Plan;
}

/** By ascending context, contenders in their own order. Throws where the dims are impossible. */
export function pointsOf(request: DecodeRequest): Point[] {
  const { contexts, newTokens = [] } = request;
  const sizes = new Map(contexts.map((context, i) => [context, newTokens[i] ?? 1]));
  const entries = pointsAt(request, 0);
  return [...sizes]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([context, count]) =>
      entries.map((entry) => ({ ...entry, context, newTokens: count })),
    );
}

/** A step of one token of every contender, in their own order. Throws where the dims are impossible. */
export const pointsAt = (request: LayerRequest, context: number): Point[] =>
  request.contenders.map((contender) => ({
    ...contender,
    context,
    newTokens: 1,
    plan: planOf(request, contender),
  }));

function planOf(
  { dims, conventions, scope }: LayerRequest,
  { variantId, mode, dims: own = dims }: SizedContender,
): Plan {
  const plan = variantById(variantId).plan(own, { phase: 'decode', mode, conventions });
  return inScope(plan, scope);
}

/** The price of one step of a point. */
export const priceOf = (
  { batch }: Pick<LayerRequest, 'batch'>,
  { plan, context, newTokens }: Pick<Point, 'plan' | 'context' | 'newTokens'>,
  format: MeasuredPoint['format'],
): PlanPrice => pricePlan(plan, { batch, newTokens, cachedTokens: context, format });

/**
 * The plan to check a point by: of the variant's modes that read the same inputs, weights and cache and have the
 * same result, the one with the least arithmetic for the tokens that are compared. They differ in the order of exact sums only, and rebuilding all
 * keys in float64 would take minutes where the latent takes a second.
 */
export function cheapestTwin(request: LayerRequest, point: Point): Plan {
  const inputs = new Set([...point.plan.inputs, ...point.plan.weights.map(({ id }) => id)]);
  const rows = (plan: Plan) => plan.cache.map(({ id, heads, width }) => `${id} ${heads} ${width}`);
  const cache = rows(point.plan).join();
  let cheapest = point.plan;
  const newTokens = checkedTokens(point.newTokens, request.seed).length;
  let leastFlops = priceOf(request, { ...point, newTokens }, 'f32').flops;
  for (const mode of variantById(point.variantId).modes) {
    const plan = planOf(request, { ...point, mode: mode.id });
    const alike =
      plan.output === point.plan.output &&
      rows(plan).join() === cache &&
      [...plan.inputs, ...plan.weights.map(({ id }) => id)].every((id) => inputs.has(id));
    const { flops } = priceOf(request, { ...point, newTokens, plan }, 'f32');
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
  | 'dispatches'
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
    ...placeOf(point),
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
    ...(how.dispatches === undefined ? {} : { dispatches: how.dispatches }),
    ...(how.kernels ? { kernels: how.kernels } : {}),
  };
}

/** Where a point stands; of one new token nothing is said. */
export const placeOf = ({ variantId, mode, context, newTokens }: Point): Place => ({
  variantId,
  mode,
  context,
  ...(newTokens === 1 ? {} : { newTokens }),
});

export const failureEvent = (point: Point, failure: RunFailure): DecodeEvent => ({
  type: 'failure',
  ...placeOf(point),
  failure,
});

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
