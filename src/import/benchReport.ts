// What a file of npm run bench --json looks like: contributed to bench/results/, or compared on the page.

import * as v from 'valibot';

const text = v.pipe(v.string(), v.minLength(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const perhaps = v.nullable(positive);

const row = v.strictObject({
  system: text,
  runsOn: v.picklist(['gpu', 'cpu']),
  kernel: text,
  shape: text,
  workload: text,
  format: v.picklist(['f32', 'f16', 'bf16', 'int8', 'int4']),
  scope: v.picklist(['attend', 'project', 'attentionOnly', 'wholeLayer']),
  medianMs: perhaps,
  q1Ms: perhaps,
  q3Ms: perhaps,
  n: count,
  samplesMs: v.array(positive),
  firstMs: perhaps,
  bytes: perhaps,
  flops: perhaps,
  actualBytes: perhaps,
  gbs: perhaps,
  gflops: perhaps,
  shareOfCeiling: perhaps,
  error: v.nullable(v.pipe(v.number(), v.minValue(0))),
  agrees: v.nullable(v.boolean()),
  failure: v.nullable(v.strictObject({ code: text, text, unexpected: v.boolean() })),
});

export const benchReport = v.strictObject({
  device: text,
  versions: v.record(text, text),
  ceilings: v.strictObject({ readGBs: perhaps, fmaGflops: perhaps, dispatchUs: perhaps }),
  rows: v.array(row),
  ratios: v.array(v.strictObject({ shape: text, against: text, ratio: positive })),
});
