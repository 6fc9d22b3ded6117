import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyChoice } from '../attention/anyDims.test-support';
import { dimRanges } from '../attention/dims';
import { proposeDims } from '../attention/propose';
import { measures, modeFor } from '../attention/variant';
import { variantById, variants } from '../attention/variants';
import { modelById } from '../facts/models';
import { fitted, measured } from './fair';

const v3 = proposeDims(modelById('deepseek-v3').dims);
const decode = (id: string, mode: string, dims = v3) =>
  variantById(id).plan(dims, { phase: 'decode', mode });

describe('at the same cache as DeepSeek-V3’s 576 elements', () => {
  const target = measured.cache(decode('mla', 'absorbed'));
  const fit = (id: string, mode: string) =>
    fitted(variantById(id), { dims: v3, mode, measure: 'cache', target });

  test.each([
    // Two heads of 2 * 128; two groups of as many; one head of 2 * 288.
    ['mha', { queryHeads: 2 }, 512],
    ['gqa', { kvHeads: 2 }, 512],
    ['mqa', { headDim: 288, vDim: 288 }, 576],
  ])('%s has %o', (id, sizes, value) => {
    expect(target).toBe(576);
    expect(fit(id, 'cached')).toMatchObject({ dims: sizes, value, target: 576 });
  });

  test('a mode whose cache no size of it changes is left as it is', () => {
    const naive = fit('mla', 'naive');
    expect(naive?.dims).toBe(v3);
    expect(naive?.value).toBe(128 * (128 + 64 + 128));
  });

  test('MLA itself needs no change', () => {
    expect(fit('mla', 'absorbed')?.dims).toEqual(v3);
  });
});

test('at the same parameters, MHA has fewer heads than a compressed MLA', () => {
  const target = measured.parameters(decode('mla', 'absorbed'));
  const fit = fitted(variantById('mha'), {
    dims: v3,
    mode: 'cached',
    measure: 'parameters',
    target,
  });
  // Four projections of 7168 x 128 a head.
  expect(fit?.dims.queryHeads).toBe(Math.floor(target / (4 * 7168 * 128)));
});

describe('whatever the sizes', () => {
  test('nothing possible comes closer to the target without going beyond it', () => {
    fc.assert(
      fc.property(
        anyChoice(),
        fc.constantFrom(...measures),
        fc.integer({ min: 1, max: 20_000 }),
        ({ variant, mode, dims }, measure, target) => {
          const fit = fitted(variant, { dims, mode, measure, target });
          const values = Array.from({ length: 512 }, (_, i) =>
            variant.scaling[measure](dims, i + 1),
          )
            .filter((scaled) => variant.problems(scaled).length === 0)
            .map((scaled) => measured[measure](variant.plan(scaled, { phase: 'decode', mode })));
          const below = values.filter((value) => value <= target);
          if (new Set(values).size < 2) return;
          expect(fit?.value).toBe(below.length > 0 ? Math.max(...below) : values[0]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('larger numbers take more, in every variant, mode and measure', () => {
    for (const variant of variants) {
      for (const { id: mode } of variant.modes) {
        for (const measure of measures) {
          const values = [1, 2, 4, 8, 16, 64, 128]
            .map((size) => variant.scaling[measure](v3, size))
            .filter((dims) => variant.problems(dims).length === 0)
            .map((dims) => measured[measure](variant.plan(dims, { phase: 'decode', mode })));
          expect(values.length, variant.id).toBeGreaterThan(2);
          expect(values, `${variant.id} ${mode} ${measure}`).toEqual(
            values.toSorted((a, b) => a - b),
          );
          if (mode !== modeFor(variant, 'decode')) continue;
          expect(new Set(values).size, `${variant.id} ${measure}`).toBe(values.length);
        }
      }
    }
  });

  test('the largest number tried is beyond every dimension’s end', () => {
    for (const variant of variants) {
      for (const measure of measures) {
        const beyond = variant.scaling[measure](v3, 513);
        expect(variant.problems(beyond).map(({ code }) => code)).toContain('outOfRange');
      }
    }
    expect(dimRanges.latentDim.max).toBe(8 * 512);
  });
});
