// Runs turns over a cache in a format, and compares them with float64 on the rows as stored and on the rows as meant.

import type { Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import { find, sizeOf, slice, type AppendStep, type Plan, type Tap } from '../attention/plan';
import { decodeRows, encodeRows, type RowShape } from '../attention/quantize';
import { seedOf, uniforms } from '../attention/random';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import { formatOf, type Knobs } from './dispatch';
import { gpu, weightsOf, type Turn } from './kernelCase.test-support';
import { Session } from './session';
import { shufflePages } from './shufflePages.test-support';

interface StoredCase {
  readonly variantId: string;
  readonly dims: Dims;
  readonly turns: readonly Turn[];
  readonly format: FormatId;
  readonly batch?: number;
  readonly past?: readonly number[];
  readonly knobs?: Pick<Knobs, 'reduction'> & Partial<Knobs>;
  readonly rebuiltKeys?: number;
  /** The cache is in so many pages, which are handed out in no order. */
  readonly pages?: number;
  readonly conventions?: Conventions;
  readonly window?: number;
  /** Also compare what is tapped at this stage, with the rows that the cache holds. */
  readonly tap?: Tap;
}

/** The seeded weights make scores vary by more than the bound of a format is derived for; half of that is within it. */
const mildConventions: Conventions = { ...plainConventions, scaleFactor: 0.5 };

export interface StoredErrors {
  /** Largest error of an output against float64 on the rows that the cache holds. */
  kernels: number;
  /** The same against float64 on the rows as they were before they were stored. */
  storage: number;
  /** Share of the appended elements that are not as the CPU stores them. */
  differing: number;
  /** How much more the appended rows lose than those that the CPU stores, as a share. */
  worse: number;
}

const seed = 20261122;

/** The rows that a step appends, [batch, heads, newTokens, width], from the pieces' tensors on the device. */
async function appendedRows(
  session: Session,
  plan: Plan,
  { x, field }: AppendStep,
  batch: number,
  newTokens: number,
): Promise<Float32Array> {
  const { heads, width } = find(plan.cache, field);
  const rows = new Float32Array(batch * heads * newTokens * width);
  let to = 0;
  for (const { from: view, heads: whose } of x) {
    const values = await session.read(view.of);
    const { whole, axes, from } = slice(plan, view);
    const [all, count] = [whole.at(-1)?.[1] ?? 0, axes.at(-1)?.[1] ?? 0];
    const own = whose === 'own' ? sizeOf(whole.slice(0, -1)) : 1;
    for (let sequence = 0; sequence < batch; sequence++) {
      for (let head = 0; head < heads; head++) {
        for (let token = 0; token < newTokens; token++) {
          const row = (sequence * newTokens + token) * own + (own > 1 ? head : 0);
          const piece = values.subarray(row * all + from, row * all + from + count);
          rows.set(piece, ((sequence * heads + head) * newTokens + token) * width + to);
        }
      }
    }
    to += count;
  }
  return rows;
}

const squaredLoss = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + (value - (b[i] ?? NaN)) ** 2, 0);

/**
 * What the device stored of `rows` against what the CPU stores: the share of elements that differ, and how much more
 * is lost. Where two codes or two scales are as good, the device may take the other.
 */
export function compareStored(
  actual: Float32Array,
  rows: Float32Array,
  format: FormatId,
  shape: RowShape,
): { differing: number; worse: number } {
  const expected = decodeRows(encodeRows(rows, format, shape), format, shape);
  const largest = rows.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const differing = actual.filter(
    (value, i) => !(Math.abs(value - (expected[i] ?? NaN)) <= 1e-6 * largest),
  );
  const [lost, least] = [squaredLoss(actual, rows), squaredLoss(expected, rows)];
  return {
    differing: differing.length / actual.length,
    worse: least > 0 ? lost / least - 1 : lost,
  };
}

export async function storedErrors({
  variantId,
  dims,
  turns,
  format,
  batch = 1,
  past = Array.from({ length: batch }, () => 0),
  knobs = { reduction: 'workgroup' },
  rebuiltKeys,
  pages,
  conventions = mildConventions,
  window,
  tap,
}: StoredCase): Promise<StoredErrors> {
  const longest = Math.max(...past);
  const capacity = longest + turns.reduce((n, { newTokens }) => n + newTokens, 0) + 3;
  const maxNewTokens = Math.max(...turns.map(({ newTokens }) => newTokens));
  const plans = turns.map(({ phase, mode }) =>
    variantById(variantId).plan(dims, { phase, mode, conventions }),
  );
  const [first] = plans;
  if (!first) throw new Error('a case has turns');
  const sessions: Session[] = [];
  for (const plan of plans) {
    const shared = sessions.at(-1);
    const session = await Session.create(await gpu(), plan, {
      batch,
      capacity,
      maxNewTokens,
      format,
      ...knobs,
      // What is appended is read before it is encoded, which fused steps keep nowhere.
      fused: false,
      ...(rebuiltKeys === undefined ? {} : { rebuiltKeys }),
      ...(pages === undefined ? {} : { pages }),
      ...(shared ? { shared } : {}),
    });
    sessions.push(session);
  }
  const [device] = sessions;
  if (!device) throw new Error('a case has turns');
  const weights = weightsOf(first, seed);
  const exact = new ReferenceCache(first.cache, batch, capacity);
  device.cache.poison();
  shufflePages(device.cache.pages, batch, capacity);
  for (const [id, data] of Object.entries(weights)) device.writeWeight(id, data);
  for (const { id, heads, width } of longest > 0 ? first.cache : []) {
    const rows = uniforms(seedOf(seed, `past ${id}`), batch * heads * longest * width);
    for (let i = 0; i < rows.length; i++) {
      const token = Math.floor(i / width) % longest;
      const sequence = Math.floor(i / (heads * longest * width));
      if (token >= (past[sequence] ?? 0)) rows[i] = NaN;
    }
    exact.write(id, rows, 0);
    device.cache.write(id, rows, 0);
  }

  const errors: StoredErrors = { kernels: 0, storage: 0, differing: 0, worse: 0 };
  let done = 0;
  for (const [i, { newTokens }] of turns.entries()) {
    const [plan, session] = [plans[i], sessions[i]];
    if (!plan || !session) throw new Error('every turn has a plan');
    const starts = past.map((length) => length + done);
    const lengths = starts.map((start) => start + newTokens);
    const inputs = { x: uniforms(seedOf(seed, `x ${i}`), batch * newTokens * dims.modelDim) };
    const positions = { newTokens, starts, lengths, offsets: starts };
    const input = { ...positions, inputs, ...(window === undefined ? {} : { window }) };
    session.poisonActivations();
    await session.step(input);
    const output = await session.read(plan.output);

    const held = new ReferenceCache(plan.cache, batch, capacity);
    for (const { id } of plan.cache) held.write(id, await session.cache.read(id), 0);
    // What the device appended stands in the cache already.
    const attending = { ...plan, steps: plan.steps.filter(({ op }) => op !== 'append') };
    const onHeld = new Reference(attending, weights, held).step(input);
    errors.kernels = Math.max(errors.kernels, compare(output, onHeld.output, 0).error);
    if (tap) {
      const { tapped } = new Reference(attending, weights, held).step({ ...input, tap });
      const { error } = compare(await session.tap(tap), tapped ?? new Float64Array(), 0);
      errors.kernels = Math.max(errors.kernels, error);
    }
    const onExact = new Reference(plan, weights, exact).step(input);
    errors.storage = Math.max(errors.storage, compare(output, onExact.output, 0).error);

    for (const step of plan.steps) {
      if (step.op !== 'append') continue;
      const field = find(plan.cache, step.field);
      const rowFormat = formatOf(field, session.schedule.knobs);
      const rows = await appendedRows(session, plan, step, batch, newTokens);
      const actual = new Float32Array(rows.length);
      const blocks = batch * field.heads;
      const all = await session.cache.read(field.id);
      for (let block = 0; block < blocks; block++) {
        const start = starts[Math.floor(block / field.heads)] ?? 0;
        const at = (block * capacity + start) * field.width;
        const size = newTokens * field.width;
        actual.set(all.subarray(at, at + size), block * size);
      }
      const { differing, worse } = compareStored(actual, rows, rowFormat, field);
      errors.differing = Math.max(errors.differing, differing);
      errors.worse = Math.max(errors.worse, worse);
    }
    done += newTokens;
  }
  for (const session of sessions.toReversed()) session.dispose();
  return errors;
}
