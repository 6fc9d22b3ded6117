// Two attention maps over one short sequence, from their request to their end: on the device, beside float64.

import { formats } from '../attention/format';
import type { Plan } from '../attention/plan';
import { variantById } from '../attention/variants';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import type { DecodeDevice } from './decodeRun';
import { failureOf } from './failures';
import type {
  AttentionMap,
  MapAgreement,
  MapEvent,
  MapPlace,
  MapRequest,
  MapSide,
} from './mapRecords';
import { mapValues, type MapValues } from './mapValues';
import { Pace } from './pace';
import type { RunFailure } from './records';

/** What a layer made of the sequence. */
export interface MapMade<Values extends Float32Array | Float64Array> {
  /** [queryHeads, tokens, tokens]. */
  readonly weights: Values;
  /** [tokens, modelDim]. */
  readonly output: Values;
}

/** Loaded where there is a device. */
const onGpu = () => import('./mapGpu');

const planOf = ({ conventions }: MapRequest, { variantId, mode, dims }: MapSide): Plan =>
  variantById(variantId).plan(dims, { phase: 'decode', mode, conventions });

/** The same in float64, over rows that are stored as the side's format keeps them. */
async function expectedMap(
  plan: Plan,
  { format }: MapSide,
  { weights, inputs }: MapValues,
  tokens: number,
  pace: Pace,
): Promise<MapMade<Float64Array>> {
  const cache = new ReferenceCache(plan.cache, 1, tokens, { precision: 'float32', format });
  const { output, tapped } = await pace.finish(
    new Reference(plan, weights, cache).steps({
      newTokens: tokens,
      inputs,
      starts: [0],
      lengths: [tokens],
      offsets: [0],
      tap: 'probs',
    }),
  );
  return { weights: tapped ?? new Float64Array(), output };
}

/** The worse of the weights and the output. */
function agreementOf(
  made: MapMade<Float32Array>,
  expected: MapMade<Float64Array>,
  bound: number,
): MapAgreement {
  const both = (['weights', 'output'] as const).map((of) => compare(made[of], expected[of], bound));
  return {
    error: Math.max(...both.map(({ error }) => error)),
    bound,
    agrees: both.every(({ agrees }) => agrees),
  };
}

async function mapOf(
  device: DecodeDevice | null,
  request: MapRequest,
  place: MapPlace,
  signal: AbortSignal,
): Promise<AttentionMap | RunFailure> {
  const side = request.sides[place];
  const { tokens } = request;
  const [plan, other] = [
    planOf(request, side),
    planOf(request, request.sides[place === 0 ? 1 : 0]),
  ];
  const pace = new Pace(signal);
  const values = await mapValues(plan, other, request, pace);
  const made = device
    ? await (await onGpu()).mapOnGpu(device, request, side, { plan, values }, signal)
    : null;
  if (made && 'code' in made) return made;
  const expected = await expectedMap(plan, side, values, tokens, pace);
  const { queryHeads } = side.dims;
  if (!made) {
    const { weights } = expected;
    return { madeBy: 'float64', queryHeads, tokens, weights, agreement: null };
  }
  const agreement = agreementOf(made, expected, formats[side.format].storedBound);
  return { madeBy: 'gpu', queryHeads, tokens, weights: made.weights, agreement };
}

/**
 * Yields events as they come. Throws DeviceLostError, or the signal's reason after an abort.
 * @param device null where there is no GPU: float64 itself is then shown
 */
export async function* mapOn(
  device: DecodeDevice | null,
  request: MapRequest,
  signal: AbortSignal,
): AsyncGenerator<MapEvent, void> {
  for (const place of [0, 1] as const) {
    signal.throwIfAborted();
    yield { type: 'preparing', place };
    try {
      const map = await mapOf(device, request, place, signal);
      yield 'code' in map ? { type: 'failed', place, failure: map } : { type: 'map', place, map };
    } catch (error) {
      yield { type: 'failed', place, failure: failureOf(error, signal) };
    }
  }
}
