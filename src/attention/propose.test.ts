// Proposals: the same model with another attention.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { proposeDims, proposedKvHeads, type NativeDims } from './propose';
import { nativeVariant, variants } from './variants';

fc.configureGlobal({ seed: 20261122 });

const heads = { modelDim: 4096, queryHeads: 32, headDim: 128 };
const latent = {
  modelDim: 7168,
  queryHeads: 128,
  latentDim: 512,
  ropeDim: 64,
  nopeDim: 128,
  vDim: 128,
  queryRank: 1536,
};

const examples: readonly NativeDims[] = [
  latent,
  ...[32, 8, 1].map((kvHeads) => ({ ...heads, kvHeads })),
];

describe('the native variant', () => {
  test('is told by fields: a latent, or how many kv heads there are', () => {
    expect(nativeVariant(latent).id).toBe('mla');
    expect(nativeVariant({ ...heads, kvHeads: 32 }).id).toBe('mha');
    expect(nativeVariant({ ...heads, kvHeads: 8 }).id).toBe('gqa');
    expect(nativeVariant({ ...heads, kvHeads: 1 }).id).toBe('mqa');
  });
});

describe('proposed dims', () => {
  test('keep the native sizes', () => {
    expect(proposeDims({ ...heads, kvHeads: 4 })).toMatchObject({ ...heads, kvHeads: 4 });
    expect(proposeDims(latent)).toMatchObject(latent);
    expect(proposeDims({ ...heads, kvHeads: 8, vDim: 96 }).vDim).toBe(96);
  });

  test('give MHA and MQA models the largest kv head count up to 8 that divides their heads', () => {
    expect(proposeDims({ ...heads, kvHeads: 32 }).kvHeads).toBe(8);
    expect(proposeDims({ ...heads, kvHeads: 1 }).kvHeads).toBe(8);
    expect([71, 28, 9, 12, 1].map(proposedKvHeads)).toEqual([1, 7, 3, 6, 1]);
  });

  test("give a model without a latent DeepSeek's proportions and no query rank", () => {
    expect(proposeDims({ ...heads, kvHeads: 8 })).toMatchObject({
      latentDim: 512,
      ropeDim: 64,
      nopeDim: 128,
      vDim: 128,
      queryRank: 0,
    });
  });

  test('give an MLA model heads of its unrotated width', () => {
    expect(proposeDims(latent)).toMatchObject({ headDim: 128, vDim: 128, kvHeads: 8 });
  });

  test('split a latent in two where the query heads divide by two', () => {
    expect(proposeDims({ ...heads, queryHeads: 14, kvHeads: 2 }).latentHeads).toBe(2);
    expect(proposeDims({ ...heads, queryHeads: 71, kvHeads: 1 }).latentHeads).toBe(1);
    expect(proposeDims({ ...latent, queryHeads: 9 }).latentHeads).toBe(1);
  });

  test('have no problems in the variants that models state, whatever the native sizes', () => {
    const size = (max: number) => fc.integer({ min: 1, max });
    const stated = variants.filter((variant) =>
      examples.some((native) => variant.describes(native)),
    );
    expect(stated.length).toBeGreaterThanOrEqual(4);
    const native = fc.oneof(
      fc
        .record({ modelDim: size(9000), kvHeads: size(16), group: size(16), headDim: size(512) })
        .map(({ group, ...dims }) => ({ ...dims, queryHeads: dims.kvHeads * group })),
      fc
        .record({
          modelDim: size(9000),
          queryHeads: size(256),
          latentDim: size(4096),
          half: size(128),
          nopeDim: size(512),
          vDim: size(512),
          queryRank: fc.nat(4000),
        })
        .map(({ half, ...dims }) => ({ ...dims, ropeDim: 2 * half })),
    );
    fc.assert(
      fc.property(native, (dims) => {
        const proposed = proposeDims(dims);
        for (const variant of stated) expect(variant.problems(proposed)).toEqual([]);
      }),
    );
  });

  test('have none in any variant where heads are even in number and divide by four in width', () => {
    for (const headDim of [4, 64, 100, 128]) {
      for (const dims of [
        { ...heads, headDim, kvHeads: 8 },
        { ...latent, nopeDim: headDim },
      ]) {
        const proposed = proposeDims(dims);
        for (const variant of variants) expect(variant.problems(proposed)).toEqual([]);
      }
    }
  });
});
