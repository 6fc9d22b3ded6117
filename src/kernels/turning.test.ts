// Which kernel turns spread rows: lanes that hold them take whole spans of 32, 64 or 128 columns.

import { describe, expect, test } from 'vitest';
import type { FormatId } from '../attention/format';
import type { Knobs } from './dispatch';
import { heldTurning, turningKernel } from './turning';

const quads = { family: 'register', reduction: 'subgroup' } as const;

/** Width, columns that are attended to by themselves, columns that are turned; the span of lanes that can hold them. */
test.each<[FormatId, number, number | undefined, number, number | undefined]>([
  ['int8', 128, undefined, 128, 128],
  ['int8', 64, undefined, 64, 64],
  ['int8', 32, undefined, 32, 32],
  // A latent and the rotary key behind it; its values are the latent alone.
  ['int8', 576, 512, 576, 128],
  ['int8', 576, 512, 512, 128],
  ['int8', 288, 256, 288, 128],
  // The first columns are keys, all are values: two spans of one group.
  ['int8', 128, 64, 128, 64],
  ['int8', 128, 64, 64, 64],
  ['int4', 128, undefined, 128, 32],
  ['int4', 96, undefined, 96, 32],
  ['int4', 576, 512, 512, 32],
  // Widths that are mixed in two turns that overlap, and spans of fewer columns than a lane holds.
  ['int8', 96, undefined, 96, undefined],
  ['int8', 80, undefined, 80, undefined],
  ['int4', 80, undefined, 80, undefined],
  ['int8', 16, undefined, 16, undefined],
  // Spans that are longer behind a short one, or that the turned columns end in.
  ['int8', 128, 32, 128, undefined],
  ['int8', 128, undefined, 64, undefined],
])(
  '%s rows of %i columns, prefix %s, turned %i: span %s',
  (format, width, prefix, turned, span) => {
    const row = prefix === undefined ? { width } : { width, prefix };
    const held = heldTurning(quads, 'spread', format, row, turned);
    expect(held?.constants.SPAN).toBe(span);
  },
);

describe('rows of 192 columns', () => {
  const sizes = { batch: 1, capacity: 8, maxNewTokens: 1, weightFormat: 'f32' } as const;
  const kernelOf = (knobs: Pick<Knobs, 'reduction'> & Partial<Knobs>) =>
    turningKernel({ ...sizes, format: 'int8', ...knobs }, 'unspread', 'int8', { width: 192 }, 192);

  test('are turned by four lanes that swap, 128 columns at a time', () => {
    const { kernel, slots, groups } = kernelOf(quads);
    expect([kernel, slots.turn, groups]).toEqual(['spread_register', 'turn/unspread_held', 2]);
  });

  test.each<Pick<Knobs, 'reduction'> & Partial<Knobs>>([
    { family: 'register', reduction: 'workgroup' },
    { family: 'register', reduction: 'subgroup', groupLanes: 64 },
    { family: 'staged', reduction: 'subgroup' },
  ])('go through workgroup memory: %j', (knobs) => {
    const { kernel, slots } = kernelOf(knobs);
    expect([kernel, slots.turn]).toEqual(['spread', 'turn/unspread']);
  });
});
