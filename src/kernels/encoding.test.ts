// Which kernel encodes new rows with scales: lanes that hold the columns of whole groups, or a workgroup's memory.

import { expect, test } from 'vitest';
import type { FormatId } from '../attention/format';
import type { Knobs } from './dispatch';
import { readyEncoding } from './encoding';
import { shaderSources } from './sources';

const knobs: Knobs = {
  batch: 1,
  capacity: 8,
  maxNewTokens: 1,
  format: 'int8',
  weightFormat: 'f32',
  family: 'register',
  reduction: 'subgroup',
};

const kernelOf = (format: FormatId, width: number, prefix?: number, more: Partial<Knobs> = {}) => {
  const row = prefix === undefined ? { width } : { width, prefix };
  const { kernel, groups } = readyEncoding({ ...knobs, ...more }, format, row);
  return [kernel, groups];
};

/** Width, columns that are attended to by themselves; workgroups for a row. */
test.each<[FormatId, number, number | undefined, number]>([
  // Two groups of 128 columns a workgroup, or the one that there is.
  ['int8', 128, undefined, 1],
  ['int8', 320, undefined, 2],
  ['int8', 576, 512, 3],
  // Narrower rows are a group each.
  ['int8', 64, undefined, 1],
  ['int8', 32, undefined, 1],
  // Two spans of one group.
  ['int8', 128, 64, 1],
  // A lane has a group of 32.
  ['int4', 32, undefined, 1],
  ['int4', 128, undefined, 1],
  ['int4', 576, 512, 5],
])('%s rows of %i columns, prefix %s, are held by lanes of %s workgroups', (...row) => {
  const [format, width, prefix, groups] = row;
  expect(kernelOf(format, width, prefix)).toEqual(['4_ready_held', groups]);
});

/** Width, columns that are attended to by themselves, other choices. */
test.each<[FormatId, number, number | undefined, Partial<Knobs>]>([
  // Groups that lanes do not share evenly.
  ['int8', 96, 64, {}],
  ['int8', 80, undefined, {}],
  ['int4', 80, undefined, {}],
  ['int8', 128, undefined, { reduction: 'workgroup' }],
  ['int8', 128, undefined, { groupLanes: 64 }],
  ['int8', 128, undefined, { family: 'staged' }],
])('%s rows of %i columns, prefix %s, go through workgroup memory: %j', (...row) => {
  const [format, width, prefix, more] = row;
  const [kernel] = kernelOf(format, width, prefix, more);
  expect(kernel).toBe('4_ready_scaled');
});

test.each(['int8', 'int4'] as const)(
  '%s has one candidate, or groups that a lane holds',
  (format) => {
    const candidates = Number(
      /CANDIDATES = (\d+)u/.exec(shaderSources[`store/${format}`] ?? '')?.[1],
    );
    expect(candidates).toBeGreaterThan(0);
    for (const width of [32, 64, 128, 320, 576]) {
      const encoding = readyEncoding(knobs, format, { width });
      expect(encoding.kernel).toBe('4_ready_held');
      const { GROUP } = encoding.constants as Readonly<Record<string, unknown>>;
      expect(candidates === 1 || GROUP === 32).toBe(true);
    }
  },
);
