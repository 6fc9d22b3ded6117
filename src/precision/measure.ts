// Measures the precision of one decode step: what every cache format loses, and what rounded weights do, of each contender.

import { formatIds } from '../attention/format';
import { pointsAt } from '../bench/contest';
import { Pace } from '../bench/pace';
import { NoSimdError } from '../cpu/kernels';
import { SingleThread } from '../cpu/tasks';
import { cacheLosses, tooLarge } from './cacheLosses';
import { mergesOf } from './merges';
import type {
  CacheLosses,
  OnPrecisionStage,
  Precision,
  PrecisionRequest,
  Refused,
} from './records';
import { weightLosses } from './weightLosses';

/** Browsers of before 2023 have no WebAssembly SIMD. */
function withoutSimd(error: unknown): null {
  if (error instanceof NoSimdError) return null;
  throw error;
}

/** Throws OutOfMemoryError, or the signal's reason within a slice of an abort. */
export async function measure(
  { cache, weights }: PrecisionRequest,
  onStage: OnPrecisionStage,
  signal: AbortSignal,
): Promise<Precision> {
  const points = pointsAt(cache, cache.context);
  const layers = pointsAt(weights, weights.context).filter(({ plan }) => mergesOf(plan).length > 0);
  const parts = points.length * formatIds.length + layers.length;
  let begun = 0;
  const tell = (point: (typeof points)[number], at: Parameters<OnPrecisionStage>[0]['at']) => {
    const { variantId, mode } = point;
    onStage({ variantId, mode, at, fraction: begun / parts });
    begun += 1;
  };
  const runner = await SingleThread.open().catch(withoutSimd);
  const caches: CacheLosses[] = [];
  const refused: Refused[] = [];
  for (const point of points) {
    const { variantId, mode } = point;
    const failure = tooLarge(cache, point);
    if (failure) {
      refused.push({ variantId, mode, failure });
      begun += formatIds.length;
      continue;
    }
    const losses = await cacheLosses(runner, cache, point, (format) => tell(point, format), signal);
    caches.push({ variantId, mode, losses });
  }
  const pace = new Pace(signal);
  const ofWeights = [];
  for (const layer of layers) {
    tell(layer, 'weights');
    const losses = await weightLosses(weights, layer, pace);
    if (losses) ofWeights.push(losses);
  }
  return { caches, weights: ofWeights, refused };
}
