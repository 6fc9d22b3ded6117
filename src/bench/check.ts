// What a decode step made against float64: its whole output, and the rows that it appended.

import { formats } from '../attention/format';
import { find, type Plan } from '../attention/plan';
import { compare } from '../reference/agreement';
import type { ReferenceCache } from '../reference/cache';
import { cheapestTwin, type Point } from './contest';
import { prepareReference } from './expected';
import { Pace } from './pace';
import type { AgreementReport, DecodeRequest } from './records';
import { seedings } from './seeding';

/** Ids of the fields that a step writes a row to. */
export const appendedFields = ({ steps }: Plan): string[] =>
  steps.flatMap((step) => (step.op === 'append' ? [step.field] : []));

/** What a step made, as read back. */
export interface Made {
  readonly output: Float32Array;
  /** The appended rows by field, [batch, heads, width]. */
  readonly rows: ReadonlyMap<string, Float32Array>;
}

/**
 * Among thousands of rows the new one may move the output by less than the bound, so that it is compared by itself.
 * The request's format is that of the cache that the step read.
 */
export async function compareStep(
  request: DecodeRequest,
  point: Point,
  { output, rows }: Made,
  signal: AbortSignal,
): Promise<AgreementReport> {
  const { batch, seed, format } = request;
  const { variantId, mode, context, plan } = point;
  const token = context - 1;

  const pace = new Pace(signal);
  const twin = cheapestTwin(request, point);
  const ids = new Set([...twin.weights.map(({ id }) => id), ...twin.inputs]);
  const seeding = seedings(plan, seed).filter(({ kind, id }) => kind === 'cache' || ids.has(id));
  const reference = await prepareReference(twin, seeding, { batch, context, format }, pace);
  const expected = await pace.finish(reference.step());

  const bound = formats[format].storedBound;
  const ofOutput = compare(output, expected, bound);
  const ofRows = [...rows].map(([id, row]) =>
    compare(row, tokenOf(reference.cache, id, token), bound),
  );
  const { error, agrees } = [ofOutput, ...ofRows].find((each) => !each.agrees) ?? ofOutput;
  return { variantId, mode, context, error, bound, agrees };
}

/** One token of every sequence and head: [batch, heads, width]. */
function tokenOf(cache: ReferenceCache, id: string, token: number): Float64Array {
  const { heads, width } = find(cache.fields, id);
  const rows = new Float64Array(cache.batch * heads * width);
  const one = { first: token, count: 1 };
  for (let block = 0; block < cache.batch * heads; block++) {
    const row = cache.rows(id, Math.floor(block / heads), block % heads, one);
    rows.set(row, block * width);
  }
  return rows;
}
