// Runs plans on the device and in float64 from the same seeded values, for the GPU tests beside this file.

import { dawnAdapter } from '../../bench/dawn';
import type { Dims } from '../attention/dims';
import type { FormatId, WeightFormat } from '../attention/format';
import { sizeOf, type AdditiveMask, type Phase, type Plan, type Tap } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { openGpu, type Gpu } from '../gpu/device';
import type { AttendFamilyId, Knobs } from './dispatch';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import { Session } from './session';
import { shufflePages } from './shufflePages.test-support';

export const dawn = await dawnAdapter();
let opened: Promise<Gpu> | undefined;
export const gpu = (): Promise<Gpu> => (opened ??= openGpu(dawn?.adapter));

export const small: Dims = {
  modelDim: 40,
  queryHeads: 6,
  kvHeads: 2,
  headDim: 12,
  vDim: 20,
  latentDim: 28,
  ropeDim: 6,
  nopeDim: 10,
  queryRank: 18,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};
export const weightsOf = (plan: Plan, seed: number): Record<string, Float32Array> =>
  Object.fromEntries(
    plan.weights.map(({ id, axes }) => {
      const inWidth = axes.length > 1 ? (axes.at(-1)?.[1] ?? 1) : 1;
      // The factor keeps scores peaked, so that a wrong score moves the result.
      return [id, uniforms(seedOf(seed, id), sizeOf(axes), 2.5 / Math.sqrt(inWidth))];
    }),
  );

/** Seeded values for every row of a mask, some of them minus infinity; a whole row of them now and then. */
function maskOf(plan: Plan, columns: number, rows: number, heads: number): AdditiveMask {
  const attend = plan.steps.find(({ op }) => op === 'attend');
  const perHead = attend?.op === 'attend' && attend.mask.additive === 'perHead';
  const count = rows * (perHead ? heads : 1);
  const values = uniforms(seedOf(1, `mask ${columns}`), count * columns, 3);
  for (let i = 0; i < values.length; i++) {
    if ((values[i] ?? 0) < -1 || Math.floor(i / columns) % 5 === 4) values[i] = -Infinity;
  }
  return { columns, values };
}

export interface Turn {
  readonly phase: Phase;
  readonly mode: string;
  readonly newTokens: number;
}

interface Case {
  readonly variantId: string;
  readonly dims: Dims;
  readonly turns: readonly Turn[];
  readonly batch?: number;
  readonly format?: FormatId;
  readonly weightFormat?: WeightFormat;
  readonly reduction?: 'workgroup' | 'subgroup';
  readonly family?: AttendFamilyId;
  /** Whatever else is chosen, for all turns. */
  readonly knobs?: Partial<Knobs>;
  readonly conventions?: Conventions;
  readonly window?: number;
  /** The cache is a ring of so many tokens. */
  readonly ring?: number;
  /** The cache is in so many pages, which are handed out in no order. */
  readonly pages?: number;
  readonly rebuiltKeys?: number;
  /** Columns of a seeded additive mask, in which a third of the keys is hidden. */
  readonly maskColumns?: number;
  /** Also compare what is tapped at these stages after each turn. */
  readonly taps?: readonly Tap[];
  /** Tokens that each sequence has cached before the first turn; written into both caches. */
  readonly past?: readonly number[];
}

/** Runs the turns on the device and in float64, from the same past, and gives the largest error of the outputs. */
export async function worstError({
  variantId,
  dims,
  turns,
  batch = 1,
  format = 'f32',
  weightFormat = 'f32',
  reduction = 'workgroup',
  family = 'staged',
  knobs = {},
  conventions = plainConventions,
  window,
  ring,
  pages,
  rebuiltKeys,
  maskColumns,
  taps = [],
  past = Array.from({ length: batch }, () => 0),
}: Case): Promise<number> {
  const seed = 20261122;
  const longest = Math.max(...past);
  const maxPositions = longest + turns.reduce((n, { newTokens }) => n + newTokens, 0) + 3;
  const capacity = ring ?? maxPositions;
  const maxNewTokens = Math.max(...turns.map(({ newTokens }) => newTokens));
  const plans = turns.map(({ phase, mode }) =>
    variantById(variantId).plan(dims, { phase, mode, conventions }),
  );
  const [first] = plans;
  if (!first) throw new Error('a case has turns');
  const cache = new ReferenceCache(first.cache, batch, capacity, { ring: ring !== undefined });
  const sessions: Session[] = [];
  let session: Session | undefined;
  for (const plan of plans) {
    session = await Session.create(await gpu(), plan, {
      batch,
      capacity,
      maxNewTokens,
      format,
      weightFormat,
      reduction,
      family,
      ...knobs,
      maxPositions,
      ring: ring !== undefined,
      ...(rebuiltKeys === undefined ? {} : { rebuiltKeys }),
      ...(pages === undefined ? {} : { pages }),
      ...(session ? { shared: session } : {}),
    });
    sessions.push(session);
  }
  const weights = weightsOf(first, seed);
  sessions[0]?.cache.poison();
  shufflePages(sessions[0]?.cache.pages, batch, capacity);
  for (const [id, data] of Object.entries(weights)) sessions[0]?.writeWeight(id, data);
  if (longest > 0) {
    for (const { id, heads, width } of first.cache) {
      const rows = uniforms(seedOf(seed, `past ${id}`), batch * heads * longest * width);
      // Rows that a shorter sequence does not have stay NaN in both.
      for (let i = 0; i < rows.length; i++) {
        const token = Math.floor(i / width) % longest;
        const sequence = Math.floor(i / (heads * longest * width));
        if (token >= (past[sequence] ?? 0)) rows[i] = NaN;
      }
      cache.write(id, rows, 0);
      sessions[0]?.cache.write(id, rows, 0);
    }
  }

  let worst = 0;
  let done = 0;
  for (const [i, { newTokens }] of turns.entries()) {
    const plan = plans[i];
    const device = sessions[i];
    if (!plan || !device) throw new Error('every turn has a plan');
    const starts = past.map((length) => length + done);
    const positions = {
      newTokens,
      starts,
      lengths: starts.map((start) => start + newTokens),
      offsets: starts,
      ...(window === undefined ? {} : { window }),
      ...(maskColumns === undefined
        ? {}
        : { additive: maskOf(plan, maskColumns, batch * newTokens, dims.queryHeads) }),
    };
    const x = uniforms(seedOf(seed, `x ${i}`), batch * newTokens * dims.modelDim);
    device.poisonActivations();
    await device.step({ ...positions, inputs: { x } });
    const actual = await device.read(plan.output);
    const reference = new Reference(plan, weights, cache);
    const { output, tensors } = reference.step({ ...positions, inputs: { x } });
    worst = Math.max(worst, compare(actual, output, 0).error);
    const lse = tensors.get('lse');
    if (lse) worst = Math.max(worst, compare(await device.read('lse'), lse, 0).error);
    for (const tap of taps) {
      const { tapped } = reference.step({ ...positions, inputs: { x }, tap });
      worst = Math.max(
        worst,
        compare(await device.tap(tap), tapped ?? new Float64Array(), 0).error,
      );
    }
    done += newTokens;
  }
  for (const device of sessions.toReversed()) device.dispose();
  return worst;
}

export const decodes = (mode: string, ...lengths: number[]): Turn[] =>
  lengths.map((newTokens) => ({ phase: 'decode', mode, newTokens }));
