// What a decode step made against float64: its whole output, and the rows that it appended.

import { formats } from '../attention/format';
import { find, type Plan } from '../attention/plan';
import { compare } from '../reference/agreement';
import type { ReferenceCache } from '../reference/cache';
import { cheapestTwin, placeOf, type Point } from './contest';
import { prepareReference } from './expected';
import { Pace } from './pace';
import { checkedTokens } from './protocol';
import type { AgreementReport, LayerRequest } from './records';
import { seedings, type Seeding } from './seeding';

/** Ids of the fields that a step writes a row to. */
export const appendedFields = ({ steps }: Plan): string[] =>
  steps.flatMap((step) => (step.op === 'append' ? [step.field] : []));

/** What a step made, as read back; of the cache, the row of its last token. */
export interface Made {
  readonly output: Float32Array;
  /** The appended rows by field, [batch, heads, width]. */
  readonly rows: ReadonlyMap<string, Float32Array>;
}

/** What float64 makes of the same. */
export interface Expected {
  readonly output: Float64Array;
  /** With the step's rows appended. */
  readonly cache: ReferenceCache;
  /** The new tokens that were computed; all if not given. */
  readonly tokens?: readonly number[];
}

/**
 * Compares what a step made with float64, as the last of the point's tokens. Among thousands of rows the new one may
 * move the output by less than the bound, so that it is compared by itself.
 */
export function agreementOf(
  point: Point,
  { output, rows }: Made,
  expected: Expected,
  bound: number,
): AgreementReport {
  const { context, newTokens } = point;
  const tokens = expected.tokens ?? [...Array.from({ length: newTokens }).keys()];
  const batch = expected.cache.batch;
  const pick = (all: Float32Array | Float64Array) => rowsOf(all, batch, newTokens, tokens);
  const ofOutput = compare(Float32Array.from(pick(output)), pick(expected.output), bound);
  const ofRows = [...rows].map(([id, row]) =>
    compare(row, tokenOf(expected.cache, id, context - 1), bound),
  );
  const { error, agrees } = [ofOutput, ...ofRows].find((each) => !each.agrees) ?? ofOutput;
  return { ...placeOf(point), error, bound, agrees };
}

/** Of rows [batch, newTokens, ...], those of some tokens: [batch, tokens, ...]. */
function rowsOf(
  all: Float32Array | Float64Array,
  batch: number,
  newTokens: number,
  tokens: readonly number[],
): Float64Array {
  const width = all.length / (batch * newTokens);
  const picked = new Float64Array(batch * tokens.length * width);
  for (let sequence = 0; sequence < batch; sequence++) {
    for (const [i, token] of tokens.entries()) {
      const at = (sequence * newTokens + token) * width;
      picked.set(all.subarray(at, at + width), (sequence * tokens.length + i) * width);
    }
  }
  return picked;
}

/** The request's format is that of the cache that the step read. */
export async function compareStep(
  request: LayerRequest,
  point: Point,
  made: Made,
  signal: AbortSignal,
): Promise<AgreementReport> {
  const { batch, seed, format } = request;
  const { context, newTokens, plan } = point;
  const pace = new Pace(signal);
  const twin = cheapestTwin(request, point);
  const seeding = seedingsOfTwin(twin, plan, seed);
  const size = { batch, context, newTokens, format };
  const reference = await prepareReference(twin, seeding, size, pace);
  const tokens = checkedTokens(newTokens, seed);
  const output = await pace.finish(reference.step(tokens));
  const { cache } = reference;
  return agreementOf(point, made, { output, cache, tokens }, formats[format].storedBound);
}

/** The seeded values that a plan's twin reads: the plan's own, so that both read the same. */
export function seedingsOfTwin(twin: Plan, plan: Plan, runSeed: number): Seeding[] {
  const ids = new Set([...twin.weights.map(({ id }) => id), ...twin.inputs]);
  return seedings(plan, runSeed).filter(({ kind, id }) => kind === 'cache' || ids.has(id));
}

/** One token of every sequence and head: [batch, heads, width]. */
export function tokenOf(cache: ReferenceCache, id: string, token: number): Float64Array {
  const { heads, width } = find(cache.fields, id);
  const rows = new Float64Array(cache.batch * heads * width);
  const one = { first: token, count: 1 };
  for (let block = 0; block < cache.batch * heads; block++) {
    const row = cache.rows(id, Math.floor(block / heads), block % heads, one);
    rows.set(row, block * width);
  }
  return rows;
}
