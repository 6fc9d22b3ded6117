// What a preset, device or claim must look like. Tests alone use it, so that the validator stays out of the page.

import * as v from 'valibot';

const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const text = v.pipe(v.string(), v.minLength(2));

const groupedDims = v.strictObject({
  modelDim: size,
  queryHeads: size,
  kvHeads: size,
  headDim: size,
  vDim: v.optional(size),
});

const latentDims = v.strictObject({
  modelDim: size,
  queryHeads: size,
  latentDim: size,
  ropeDim: v.pipe(size, v.multipleOf(2)),
  nopeDim: size,
  vDim: size,
  queryRank: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

const scaling = v.variant('type', [
  v.strictObject({ type: v.literal('linear'), factor: v.pipe(v.number(), v.minValue(1)) }),
  v.strictObject({
    type: v.literal('yarn'),
    factor: v.pipe(v.number(), v.minValue(1)),
    originalMaxPosition: size,
    betaFast: size,
    betaSlow: size,
    truncate: v.optional(v.literal(false)),
  }),
  v.strictObject({
    type: v.literal('llama3'),
    factor: v.pipe(v.number(), v.minValue(1)),
    originalMaxPosition: size,
    lowFreqFactor: v.pipe(v.number(), v.gtValue(0)),
    highFreqFactor: v.pipe(v.number(), v.gtValue(0)),
  }),
]);

const positive = v.pipe(v.number(), v.gtValue(0));

const rope = v.strictObject({
  pairs: v.picklist(['interleaved', 'half', 'deinterleaveHalf']),
  theta: v.pipe(v.number(), v.gtValue(1)),
  scaling: v.nullable(scaling),
  cosSinScale: positive,
});

const conventions = v.strictObject({
  rope: v.nullable(rope),
  rotaryDim: v.optional(v.pipe(size, v.multipleOf(2))),
  scale: v.optional(positive),
  scaleFactor: v.optional(positive),
  normEps: positive,
  headNorm: v.optional(v.literal(true)),
  biases: v.optional(v.array(v.picklist(['q', 'k', 'v', 'o']))),
  softcap: v.optional(positive),
  sinks: v.optional(v.literal(true)),
});

const group = v.strictObject({
  layers: size,
  window: v.optional(size),
  rope: v.optional(rope),
});

/** One entry of `models`. */
export const modelSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]+$/)),
  name: text,
  groups: v.pipe(v.array(group), v.minLength(1)),
  dims: v.union([groupedDims, latentDims]),
  conventions,
  maxContext: size,
  dtype: v.picklist(['float32', 'float16', 'bfloat16', 'float8']),
  parameters: v.nullable(
    v.pipe(
      v.strictObject({
        count: size,
        active: size,
        basis: v.picklist(['computed', 'paper', 'nominal']),
      }),
      v.check(({ count, active }) => active <= count, 'a token meets no more than there are'),
    ),
  ),
  experts: v.nullable(
    v.pipe(
      v.strictObject({ count: size, perToken: size }),
      v.check(({ count, perToken }) => perToken < count, 'a token chooses some of them'),
    ),
  ),
  status: v.picklist(['verified', 'madeUp']),
  recalled: v.array(
    v.picklist(['layers', 'windows', 'dims', 'conventions', 'maxContext', 'dtype', 'parameters']),
  ),
  sources: v.array(text),
  date: v.pipe(v.string(), v.isoDate()),
  caveats: v.array(text),
});

const figure = v.nullable(
  v.strictObject({ status: v.picklist(['verified', 'derived']), source: text }),
);

const atLeast = (least: number) => v.nullable(v.pipe(v.number(), v.integer(), v.minValue(least)));

/** One entry of `knownDevices`. */
export const deviceSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]+$/)),
  name: text,
  kind: v.picklist(['discrete', 'unified', 'mobile', 'datacenter']),
  memoryBytes: atLeast(2 ** 30),
  bandwidthBytesPerSecond: atLeast(1e9),
  f32FlopsPerSecond: atLeast(1e11),
  f16FlopsPerSecond: atLeast(1e11),
  matrixFlopsPerSecond: atLeast(1e12),
  sources: v.strictObject({ memory: figure, bandwidth: figure, f32Flops: figure }),
  rateSources: v.strictObject({ f16Flops: figure, matrixFlops: figure }),
  largestConfiguration: v.boolean(),
});

const resultTable = v.strictObject({
  columns: v.pipe(
    v.array(
      v.strictObject({
        name: text,
        better: v.picklist(['higher', 'lower']),
        parameters: v.optional(size),
        trainingTokens: v.optional(size),
      }),
    ),
    v.minLength(1),
  ),
  rows: v.pipe(
    v.array(
      v.strictObject({
        label: text,
        attention: v.optional(text),
        parameters: v.optional(size),
        activeParameters: v.optional(size),
        values: v.array(v.nullable(positive)),
        cache: v.optional(size),
        kept: v.optional(v.strictObject({ headDim: size, kvHeads: size, layers: size })),
      }),
    ),
    v.minLength(2),
  ),
  trainingTokens: v.optional(size),
  cacheUnit: v.optional(v.picklist(['elementsPerTokenLayer', 'elementsPerToken', 'bytesPerToken'])),
});

/** One entry of `claims`. */
export const claimSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][A-Za-z0-9.-]+$/)),
  kind: v.picklist(['computed', 'inference', 'quoted', 'corrected']),
  claim: text,
  value: v.optional(v.union([v.number(), text, v.record(v.string(), v.union([v.number(), text]))])),
  unit: v.optional(v.pipe(v.string(), v.minLength(1))),
  formula: v.optional(text),
  table: v.optional(resultTable),
  correction: v.optional(v.strictObject({ value: text, why: text })),
  note: v.optional(text),
  status: v.picklist(['verified', 'secondary', 'citation']),
  source: text,
  date: v.pipe(v.string(), v.isoDate()),
});
