// Derived: what the chart of precision draws of a measurement: rows of histograms on one axis, and what to say of them.

import { formatIds, type FormatId } from '../attention/format';
import { nativeVariant, variantById } from '../attention/variants';
import type { Contender, SizedContender, TokenRequest } from '../engine/protocol';
import type { Distribution } from '../precision/distribution';
import { mergeSizes, mergesOf } from '../precision/merges';
import {
  narrowWeights,
  weightWays,
  type NarrowWeight,
  type WeightLosses,
  type WeightWay,
} from '../precision/records';
import type { Controls } from './controls';
import { modelOf } from './modelShape';
import type { PrecisionMeasured } from './precision';
import { remember } from './remember';

/** What is stored in the format of a row: cached rows, or weights. */
export const stored = ['cache', 'weights'] as const;
export type Stored = (typeof stored)[number];

/** One histogram: of a contender, and of one way to keep its weights where the row is about weights. */
export interface DrawnLine extends Contender {
  readonly way: WeightWay | null;
  readonly output: Distribution;
}

export interface DrawnRow {
  readonly of: Stored;
  readonly format: FormatId;
  readonly lines: readonly DrawnLine[];
}

/** Two ways to keep the weights of a contender that can be one matrix or two. */
export interface Weighed extends Contender {
  /** Elements of the layer that was asked for, not of a cut one. */
  readonly elements: Readonly<Record<WeightWay, number>>;
  readonly losses: WeightLosses['losses'];
}

export interface PrecisionDrawn {
  readonly of: PrecisionMeasured;
  /** What was measured, of the size that was measured. */
  readonly request: TokenRequest;
  readonly rows: readonly DrawnRow[];
  /** Powers of ten. Smaller differences than the axis begins with are drawn at its beginning. */
  readonly axis: { readonly low: number; readonly high: number };
  /** Elements in the fullest bin of the rows of a kind. */
  readonly most: Readonly<Record<Stored, number>>;
  /** The contender that the finding is about: the model's own where it was measured. */
  readonly told: (Contender & { readonly byFormat: ReadonlyMap<FormatId, Distribution> }) | null;
  readonly weighed: readonly Weighed[];
}

/** How far the axis goes below the lower quartiles: beyond it lies about a hundredth of a histogram. */
const tailDecades = 1.5;

function axisOf(rows: readonly DrawnRow[]): PrecisionDrawn['axis'] {
  const all = rows.flatMap(({ lines }) => lines.map(({ output }) => output));
  const least = Math.min(...all.flatMap(({ q1 }) => (q1 > 0 ? [Math.log10(q1)] : [])));
  const most = Math.max(...all.flatMap(({ max }) => (max > 0 ? [Math.log10(max)] : [])));
  if (!Number.isFinite(least) || !Number.isFinite(most)) return { low: -8, high: 0 };
  return { low: Math.floor(least - tailDecades), high: Math.ceil(most) };
}

const mostOf = (rows: readonly DrawnRow[], of: Stored): number =>
  Math.max(
    1,
    ...rows
      .filter((row) => row.of === of)
      .flatMap(({ lines }) => lines.flatMap(({ output }) => output.counts)),
  );

/** The sizes of both ways in the layer that the request is of. */
function elementsOf({ dims, conventions }: TokenRequest, contender: SizedContender) {
  const { variantId, mode, dims: own = dims } = contender;
  const plan = variantById(variantId).plan(own, { phase: 'decode', mode, conventions });
  return mergeSizes(mergesOf(plan));
}

/** @param ownId of the model's own variant */
const derive = remember((of: PrecisionMeasured, ownId: string): PrecisionDrawn => {
  const { size, requests, precision } = of;
  const { caches, weights } = precision;
  const request = requests[size].cache;
  const cacheRows = formatIds.map((format): DrawnRow => ({
    of: 'cache',
    format,
    lines: caches.flatMap(({ variantId, mode, losses }) =>
      losses
        .filter((loss) => loss.format === format)
        .map(({ output }) => ({ variantId, mode, way: null, output })),
    ),
  }));
  const weightRows = narrowWeights.map((format): DrawnRow => ({
    of: 'weights',
    format,
    lines: weights.flatMap(({ variantId, mode, losses }) =>
      losses
        .filter((loss) => loss.format === format)
        .map(({ way, output }) => ({ variantId, mode, way, output })),
    ),
  }));
  const rows = [...cacheRows, ...weightRows].filter(({ lines }) => lines.length > 0);
  const told = caches.find(({ variantId }) => variantId === ownId) ?? caches[0];
  return {
    of,
    request,
    rows,
    axis: axisOf(rows),
    most: { cache: mostOf(rows, 'cache'), weights: mostOf(rows, 'weights') },
    told: told
      ? {
          variantId: told.variantId,
          mode: told.mode,
          byFormat: new Map(told.losses.map(({ format, output }) => [format, output])),
        }
      : null,
    weighed: weights.flatMap(({ variantId, mode, losses }) => {
      const contender = requests.whole.cache.contenders.find(
        (each) => each.variantId === variantId && each.mode === mode,
      );
      if (!contender) return [];
      return [{ variantId, mode, losses, elements: elementsOf(requests.whole.cache, contender) }];
    }),
  };
});

/** The same object as long as nothing that it says changes. */
export const precisionDrawn = (
  c: Controls,
  measured: PrecisionMeasured | null,
): PrecisionDrawn | null => measured && derive(measured, nativeVariant(modelOf(c).dims).id);

/** Relative RMS of both ways in a format; null where it was not measured. */
export function lossesIn(
  { losses }: Weighed,
  format: NarrowWeight,
): Readonly<Record<WeightWay, number>> | null {
  const [factored, merged] = weightWays.map(
    (way) => losses.find((loss) => loss.format === format && loss.way === way)?.output.relativeRms,
  );
  return factored === undefined || merged === undefined ? null : { factored, merged };
}
