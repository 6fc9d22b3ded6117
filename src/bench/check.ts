// What a decode step made against float64: its whole output, and the rows that it appended.

import { formats } from '../attention/format';
import { find, type Plan } from '../attention/plan';
import { compare } from '../reference/agreement';
import type { ReferenceCache } from '../reference/cache';
import { cheapestTwin, type Point } from './contest';
import { prepareReference } from './expected';
import { Pace } from './pace';
import type { AgreementReport, LayerRequest } from './records';
import { seedings, type Seeding } from './seeding';

/** Ids of the fields that a step writes a row to. */
export const appendedFields = ({ steps }: Plan): string[] =>
  steps.flatMap((step) => (step.op === 'append' ? [step.field] : []));

/** What a step made, as read back. */
export interface Made {
  readonly output: Float32Array;
  /** The appended rows by field, [batch, heads, width]. */
  readonly rows: ReadonlyMap<string, Float32Array>;
}

/** What float64 makes of the same. */
export interface Expected {
  readonly output: Float64Array;
  /** With the step's row appended. */
  readonly cache: ReferenceCache;
}

/**
 * Compares what a step made with float64, as the last of the point's tokens. Among thousands of rows the new one may
 * move the output by less than the bound, so that it is compared by itself.
 */
export function agreementOf(
  { variantId, mode, context }: Point,
  { output, rows }: Made,
  expected: Expected,
  bound: number,
): AgreementReport {
  const ofOutput = compare(output, expected.output, bound);
  const ofRows = [...rows].map(([id, row]) =>
    compare(row, tokenOf(expected.cache, id, context - 1), bound),
  );
  const { error, agrees } = [ofOutput, ...ofRows].find((each) => !each.agrees) ?? ofOutput;
  return { variantId, mode, context, error, bound, agrees };
}

/** The request's format is that of the cache that the step read. */
export async function compareStep(
  request: LayerRequest,
  point: Point,
  made: Made,
  signal: AbortSignal,
): Promise<AgreementReport> {
  const { batch, seed, format } = request;
  const { context, plan } = point;
  const pace = new Pace(signal);
  const twin = cheapestTwin(request, point);
  const seeding = seedingsOfTwin(twin, plan, seed);
  const reference = await prepareReference(twin, seeding, { batch, context, format }, pace);
  const output = await pace.finish(reference.step());
  const { cache } = reference;
  return agreementOf(point, made, { output, cache }, formats[format].storedBound);
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
