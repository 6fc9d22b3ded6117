// Derived: what the low-rank chart draws of a measured matrix: losses against the rank, and the cache that it buys.

import type { Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import type { Variant } from '../attention/variant';
import { nativeVariant } from '../attention/variants';
import { latentCache } from '../lowrank/bought';
import { lossesOf, type Measured } from '../lowrank/measure';
import { directionsOf, rankOf } from '../lowrank/spectrum';
import { cachePerToken, type TokenBytes } from '../price/cache';
import type { Controls } from './controls';
import { modeOf } from './entries';
import type { FileMeasured, SeededMeasured } from './lowRank';
import { modelOf } from './modelShape';
import { remember } from './remember';

/** Losses at one rank; `apart` is null where K and V are not told apart. */
export interface LossAt {
  readonly c: number;
  readonly joint: number;
  readonly apart: number | null;
}

/** What the model's own attention keeps of a token in one layer. */
export interface OwnCache {
  readonly variant: Variant;
  readonly mode: string;
  readonly elements: number;
  readonly bytes: number;
  /** Elements of it that stand for keys and values without the rotary part: a rank to compare with. */
  readonly rank: number;
}

export interface LowRankDrawn {
  readonly of: SeededMeasured | FileMeasured;
  /** At every rank, ascending, that the chart shows. */
  readonly losses: readonly LossAt[];
  /** Ranks that there are at all, and those that are more than rounding. */
  readonly directions: number;
  readonly rank: number;
  /** At the latent dim chosen, or at the largest rank there is. */
  readonly chosen: LossAt;
  /** The cache of a token at the rank chosen; null where the sizes are impossible. */
  readonly bought: TokenBytes | null;
  /** The same at any rank. */
  readonly boughtAt: ((rank: number) => TokenBytes) | null;
  /** Elements that K and V take as they are. */
  readonly whole: number;
  /** Null where it keeps nothing, is impossible, or the matrix is of another model. */
  readonly own: (OwnCache & { readonly loss: LossAt | null }) | null;
}

/** Points of a line at most. */
const mostPoints = 96;

/** Ranks from `each` to `directions`, multiples of `each`, evenly on a log axis where all would be too many. */
export function ranksShown(directions: number, each: number): number[] {
  const count = directions / each;
  const even = Array.from({ length: mostPoints }, (_, i) =>
    Math.round(count ** (i / (mostPoints - 1))),
  );
  const runs = count <= mostPoints ? Array.from({ length: count }, (_, i) => i + 1) : even;
  return [...new Set(runs)].map((run) => run * each);
}

/** Losses at a rank, as they are drawn, tabled and told. */
export const lossAt = remember((measured: Measured): ((c: number) => LossAt) => {
  const { joint, apart } = lossesOf(measured);
  return (c) => ({ c, joint: joint(c), apart: apart?.(c) ?? null });
});

/** The chart's lines; they have a rank below the first whole direction where that is chosen. */
const curve = remember((measured: Measured, before: number | null): readonly LossAt[] => {
  const ranks = ranksShown(directionsOf(measured.joint), measured.joint.each);
  return (before === null ? ranks : [before, ...ranks]).map(lossAt(measured));
});

const ownCache = remember(
  (
    dims: Dims,
    modelId: string,
    imported: Controls['imported'],
    modes: Controls['modes'],
    format: FormatId,
  ): OwnCache | null => {
    const variant = nativeVariant(modelOf({ modelId, imported }).dims);
    if (variant.problems(dims).length > 0) return null;
    const mode = modeOf(modes, variant.id);
    const { fields, elements, bytes } = cachePerToken(
      variant.plan(dims, { phase: 'decode', mode }),
      format,
    );
    const rank = fields.reduce(
      (n, field) => (field.holds === 'ropeKey' ? n : n + field.elements),
      0,
    );
    return rank > 0 ? { variant, mode, elements, bytes, rank } : null;
  },
);

const derive = remember(
  (
    of: SeededMeasured | FileMeasured,
    dims: Dims,
    format: FormatId,
    ownOfModel: OwnCache | null,
  ): LowRankDrawn => {
    const { measured } = of;
    const { joint, rows, columns } = measured;
    const at = lossAt(measured);
    const directions = directionsOf(joint);
    const chosen = Math.min(dims.latentDim, directions);
    const boughtAt = latentCache(dims, format);
    const fits = of.kind === 'seeded' || columns === dims.modelDim;
    return {
      of,
      losses: curve(measured, chosen < joint.each ? chosen : null),
      directions,
      rank: rankOf(joint),
      chosen: at(chosen),
      bought: boughtAt?.(chosen) ?? null,
      boughtAt,
      whole: rows,
      own:
        fits && ownOfModel
          ? { ...ownOfModel, loss: ownOfModel.rank < directions ? at(ownOfModel.rank) : null }
          : null,
    };
  },
);

/** The same object as long as nothing that it says changes. */
export const lowRankDrawn = (
  c: Controls,
  of: SeededMeasured | FileMeasured | null,
): LowRankDrawn | null =>
  of && derive(of, c.dims, c.format, ownCache(c.dims, c.modelId, c.imported, c.modes, c.format));

/** Ranks that the slider of the chart steps through: powers of two, the model's own, and the one chosen. */
export const rankStops = remember((directions: number, own: number): readonly number[] => {
  const most = Math.min(directions, 4096);
  const powers = Array.from({ length: 13 }, (_, power) => 2 ** power);
  const halves = powers.map((power) => power * 1.5).filter(Number.isInteger);
  return [...new Set([...powers, ...halves, own, most])]
    .filter((rank) => rank >= 1 && rank <= most)
    .toSorted((a, b) => a - b);
});
