// Bytes of views of cached rows, against marking the groups that every element is in.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { fieldFormat, formats, groupsOf, rowBytes } from '../attention/format';
import { slice, type Field, type Plan, type View } from '../attention/plan';
import { anyFormat } from './anyPlan.test-support';
import { touchedRowBytes } from './cachedRows';

fc.configureGlobal({ seed: 20261122 });

const planWith = (field: Field): Plan => ({
  phase: 'decode',
  mode: 'test',
  inputs: [],
  output: 'rows',
  tensors: [],
  weights: [],
  tables: [],
  cache: [field],
  steps: [],
  source: 'none',
});

const anyField = fc.record({
  id: fc.constant('rows'),
  holds: fc.constant('key' as const),
  heads: fc.integer({ min: 1, max: 4 }),
  width: fc.integer({ min: 1, max: 300 }),
  format: fc.constantFrom('chosen' as const, 'min16' as const),
});

/** Views of columns of all heads, and of some heads with all columns. */
const anyView = ({ heads, width }: Field) =>
  fc.record({ byHead: fc.boolean(), a: fc.nat(), b: fc.nat() }).map(({ byHead, a, b }): View => {
    const size = byHead ? heads : width;
    const from = a % size;
    const columns = { of: 'rows', from, width: 1 + (b % (size - from)) };
    return byHead ? { ...columns, axis: 'head' } : columns;
  });

test('a view reads every group that it touches, whole and once', () => {
  fc.assert(
    fc.property(
      anyField.chain((field) =>
        fc.tuple(fc.constant(field), fc.array(anyView(field), { minLength: 1, maxLength: 4 })),
      ),
      anyFormat,
      ([field, views], chosen) => {
        const kept = fieldFormat(chosen, field.format);
        const { size, count } = groupsOf(kept, field.width);
        const groups = new Set<string>();
        for (const { axis, from = 0, width = 0 } of views) {
          for (let head = 0; head < field.heads; head++) {
            for (let column = 0; column < field.width; column++) {
              const at = axis === 'head' ? head : column;
              if (at < from || at >= from + width) continue;
              groups.add(`${head} ${count === 0 ? column : Math.floor(column / size)}`);
            }
          }
        }
        const bytesPerGroup =
          count === 0 ? formats[kept].bitsPerElement / 8 : rowBytes(kept, field.width) / count;
        const slices = views.map((view) => slice(planWith(field), view));
        expect(touchedRowBytes(field, chosen, slices)).toBe(groups.size * bytesPerGroup);
      },
    ),
  );
});
