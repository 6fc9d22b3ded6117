// What each cache format loses in one seeded decode step: rows are rounded as they are stored, the rest is float64.

import { formatIds, type FormatId } from '../attention/format';
import { seedingsOfTwin } from '../bench/check';
import { cheapestTwin, type Point } from '../bench/contest';
import { CpuPoint } from '../bench/decodeCpuPoint';
import { prepareReference, referenceBytes } from '../bench/expected';
import { Pace } from '../bench/pace';
import { largestFitting } from '../bench/protocol';
import type { RunFailure } from '../bench/records';
import type { TokenRequest } from '../bench/tokenRecords';
import type { Runner } from '../cpu/tasks';
import { distributionOf } from './distribution';
import type { CacheLoss } from './records';

/** Of the weights and cached rows of a contender, as float32: a worker that takes more may be ended by the system. */
const mostBytes = 1e9;

/** Why a contender is too large to be looked at, or null where it is not. */
export function tooLarge({ batch }: TokenRequest, { plan, context }: Point): RunFailure | null {
  const neededBytes = referenceBytes(plan, batch, context);
  if (neededBytes <= mostBytes) return null;
  const fits = (tokens: number) => referenceBytes(plan, batch, tokens) <= mostBytes;
  const largestContext = largestFitting(context, fits);
  return { code: 'doesNotFit', neededBytes, limitBytes: mostBytes, largestContext };
}

/** The same step by the kernels of the CPU, which compute in f32 from rows in f32. */
async function onCpu(
  runner: Runner,
  request: TokenRequest,
  point: Point,
  signal: AbortSignal,
): Promise<Float32Array> {
  const prepared = await CpuPoint.prepare(runner, request, point, signal);
  try {
    await prepared.time(1, signal);
    return prepared.made(point.context).output;
  } finally {
    prepared.dispose();
  }
}

/**
 * One loss for each format, in the order of the table of formats. Throws the signal's reason, or OutOfMemoryError.
 * @param runner null where the browser has none: f32 is then left out
 * @param tell hears of each format before it is measured
 */
export async function cacheLosses(
  runner: Runner | null,
  request: TokenRequest,
  point: Point,
  tell: (format: FormatId) => void,
  signal: AbortSignal,
): Promise<CacheLoss[]> {
  const { batch, seed } = request;
  const { context, plan } = point;
  const pace = new Pace(signal);
  const twin = cheapestTwin(request, point);
  const seeding = seedingsOfTwin(twin, plan, seed);
  const inFloat64 = async (format?: FormatId) => {
    const size = { batch, context, ...(format ? { format } : {}) };
    const prepared = await prepareReference(twin, seeding, size, pace);
    return pace.finish(prepared.step());
  };
  tell('f32');
  const exact = await inFloat64();
  const losses: CacheLoss[] = [];
  for (const format of formatIds) {
    if (format === 'f32') {
      if (!runner) continue;
      const made = await onCpu(runner, request, point, signal);
      losses.push({ format, output: distributionOf(made, exact) });
      continue;
    }
    tell(format);
    losses.push({ format, output: distributionOf(await inFloat64(format), exact) });
  }
  return losses;
}
