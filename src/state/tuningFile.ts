// Reads tuned kernels from JSON, which may come from another machine, another version or an editor.

import * as v from 'valibot';
import type { TunedKernels } from '../engine/protocol';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const ns = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const choice = v.pipe(
  v.strictObject({
    family: v.picklist(['staged', 'register', 'products']),
    reduction: v.picklist(['workgroup', 'subgroup']),
    rows: v.optional(v.pipe(count, v.minValue(1), v.maxValue(64))),
  }),
  v.transform(({ rows, ...rest }) => (rows === undefined ? rest : { ...rest, rows })),
);

/** JSON knows no infinity: a result with a NaN in it is wrong by null. */
const error = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? Infinity),
);

const reason = v.variant('code', [
  v.strictObject({ code: v.literal('needsFeature'), feature: v.literal('subgroups') }),
  v.strictObject({ code: v.literal('registers'), laneQuads: count, mostLaneQuads: count }),
  v.strictObject({ code: v.literal('sameAs'), choice }),
  v.strictObject({ code: v.literal('unsupported'), message: v.string() }),
  v.strictObject({ code: v.literal('failed'), message: v.string() }),
  v.strictObject({ code: v.literal('compilesTooLong'), limitNs: ns }),
  v.strictObject({ code: v.literal('wrong'), error, bound: v.number() }),
  v.strictObject({ code: v.literal('slower'), factor: v.pipe(v.number(), v.minValue(0)) }),
  v.strictObject({ code: v.literal('notTimed') }),
]);

const file = v.strictObject({
  attentionPlaygroundTuning: v.literal(1),
  tuned: v.array(
    v.strictObject({
      key: v.strictObject({ adapter: text, shape: text, kernels: text, contextLog2: count }),
      choice,
      medianNs: ns,
      timedContext: count,
      spentNs: ns,
      rejected: v.array(v.strictObject({ choice, reason })),
    }),
  ),
});

export type ReadTuning =
  | { readonly tuned: readonly TunedKernels[]; readonly problem?: undefined }
  /** What is wrong, after the path to it. */
  | { readonly problem: string };

export function readTuning(json: string): ReadTuning {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (failure) {
    return { problem: failure instanceof Error ? failure.message : String(failure) };
  }
  const result = v.safeParse(file, parsed);
  if (result.success) return { tuned: result.output.tuned };
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  return { problem: path === null ? issue.message : `${path}: ${issue.message}` };
}
