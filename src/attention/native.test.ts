// What a variant states of its sizes in a configuration is what it is known by.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { anyDims } from './anyDims.test-support';
import { proposeDims } from './propose';
import { nativeVariant, variants } from './variants';

test.each(variants.filter(({ native }) => native !== undefined))(
  '$name states every size that it reads, and is described by them',
  (variant) => {
    fc.assert(
      fc.property(anyDims(), (dims) => {
        const native = variant.native?.(dims);
        if (!native) throw new Error('it states none');
        const again = proposeDims(native);
        for (const field of variant.fields.filter((name) => name !== 'kvHeads')) {
          expect([field, again[field]]).toEqual([field, dims[field]]);
        }
        const plan = (of: typeof variant) =>
          of.plan({ ...dims, ...native }, { phase: 'decode' }).cache;
        expect(plan(nativeVariant(native))).toEqual(plan(variant));
      }),
      { seed: 11, numRuns: 200 },
    );
  },
);

test('a variant that no configuration describes states none', () => {
  const described = variants.filter(({ native }) => native !== undefined);
  expect(described.map(({ id }) => id)).toEqual(['mha', 'gqa', 'mqa', 'mla']);
});
