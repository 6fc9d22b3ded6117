// All families of attention kernels against float64, on pairs of what a case is made of, each met twice.
// `npm run grid` has every three values meet twice instead, slice by slice: GRID_SLICE says which, as in `3/70`.

import { describe, expect, test } from 'vitest';
import type { FormatId } from '../attention/format';
import { coveringCases } from './allPairs.test-support';
import { attendError, type AttendCase, type RowShape } from './attendCase.test-support';
import type { Knobs } from './dispatch';
import { dawn } from './kernelCase.test-support';

const subgroups = dawn?.adapter.features.has('subgroups') ?? false;

/** Slice and slices of the cases of three; none for all those of two. */
const [slice, slices] = (process.env['GRID_SLICE'] ?? '').split('/').map(Number);

/** How lanes become one: emulated subgroups have 32 lanes, of which a group of four fills a part. */
const reductions = {
  workgroup: { reduction: 'workgroup' },
  subgroup: { reduction: 'subgroup' },
  emulated: { reduction: 'subgroup', subgroups: 'emulated' },
} as const satisfies Record<string, Partial<Knobs>>;

/** Widths of queries and keys, of values, and whether those are the keys' first columns. */
const widths = {
  '64': [64, 64, false],
  '80': [80, 80, false],
  '96': [96, 96, false],
  '128': [128, 128, false],
  '256': [256, 256, false],
  '192/128': [192, 128, false],
  '576/512 latent': [576, 512, true],
  '288/256 latent': [288, 256, true],
} as const;

interface Pair {
  readonly family: NonNullable<Knobs['family']>;
  readonly format: FormatId;
  readonly reduction: keyof typeof reductions;
  readonly length: number;
  readonly heads: number;
  readonly groupSize: number;
  readonly width: keyof typeof widths;
  readonly newTokens: number;
  /** Rows that share a load in the register family; by subgroups more than 8 are dealt out to lanes. */
  readonly rows: number;
  readonly layout: NonNullable<AttendCase['layout']>;
}

const cases = coveringCases<Pair & Readonly<Record<string, unknown>>>(
  {
    family: ['staged', 'register', 'products'],
    format: ['f32', 'f16', 'bf16', 'int8', 'int4'],
    reduction: ['workgroup', 'subgroup', 'emulated'],
    length: [1, 3, 17, 63, 64, 65, 127, 1000, 4096],
    heads: [1, 3, 9, 16, 20, 28, 40, 64, 128],
    groupSize: [1, 3, 4, 7, 8, 32],
    width: ['64', '80', '96', '128', '256', '192/128', '576/512 latent', '288/256 latent'],
    newTokens: [1, 3, 33],
    rows: [3, 9],
    layout: ['contiguous', 'paged'],
  },
  ({ family, reduction, heads, groupSize, width, length, newTokens, rows }) =>
    // Over other rows than latents, and over prompts of narrow ones, it is the staged family.
    (family !== 'products' || (widths[width][2] && (newTokens === 1 || widths[width][1] > 256))) &&
    // Few rows share a load in these tests: software compiles many for seconds.
    (rows === 3 || (family === 'register' && reduction !== 'workgroup')) &&
    // All heads share a latent, whatever their number.
    (widths[width][2] ? groupSize === 1 : heads % groupSize === 0) &&
    newTokens <= length &&
    // What float64 takes a second for in JavaScript.
    heads * length * newTokens * widths[width][0] < 6e7,
  { seed: 20261122, together: slices ? 3 : 2, times: 2 },
).filter((_, index) => !slices || index % slices === slice);

const caseOf = ({
  heads,
  groupSize,
  width,
  length,
  newTokens,
  layout,
  reduction,
  ...knobs
}: Pair): AttendCase => {
  const [qkDim, vDim, latent] = widths[width];
  const shape: RowShape = {
    queryHeads: heads,
    kvHeads: latent ? 1 : heads / groupSize,
    qkDim,
    vDim,
    latent,
  };
  // A second, shorter sequence where that is cheap.
  const lengths = length > 200 || length === newTokens ? [length] : [length, newTokens];
  return {
    ...shape,
    newTokens,
    lengths,
    layout,
    knobs: { ...knobs, ...reductions[reduction] },
  };
};

const said = (pair: Pair) => Object.values(pair).join(' · ');

describe.skipIf(!dawn)('attention agrees with float64', () => {
  for (const pair of cases) {
    const needs = pair.reduction === 'subgroup' && !subgroups;
    test.skipIf(needs)(`${said(pair)}${needs ? ' (needs subgroups)' : ''}`, async () => {
      expect(await attendError(caseOf(pair))).toBeLessThan(1e-5);
    });
  }
});
