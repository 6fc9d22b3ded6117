// What the kernels load of the cache, counted on the device: the same on every device, where times are not.

import { describe, expect, test } from 'vitest';
import { dawn } from './kernelCase.test-support';
import { loadsOf } from './loads.test-support';

const grouped = (queryHeads: number, kvHeads: number) =>
  ({ queryHeads, kvHeads, qkDim: 64, vDim: 64, latent: false }) as const;

describe.skipIf(!dawn)('the staged family, counted on the device', () => {
  test.each([
    [4, 1],
    [4, 4],
    [8, 1],
    [12, 1],
    [32, 2],
  ])(
    'decode of %i heads over %i: each kv row ceil(groupSize / 8) times',
    async (heads, kvHeads) => {
      const times = Math.ceil(heads / kvHeads / 8);
      const quads = kvHeads * 512 * 16;
      expect(await loadsOf({ ...grouped(heads, kvHeads), newTokens: 1, lengths: [512] })).toEqual({
        keys: times * quads,
        values: times * quads,
        tails: 0,
      });
    },
  );

  test('decode in slices of 256 keys loads nothing past the end', async () => {
    const loads = await loadsOf({ ...grouped(4, 1), newTokens: 1, lengths: [300] });
    expect(loads).toEqual({ keys: 300 * 16, values: 300 * 16, tails: 0 });
  });

  test.each([16, 20, 28])(
    'a latent of %i heads: once for sixteen, as key and value',
    async (heads) => {
      const shape = { queryHeads: heads, kvHeads: 1, qkDim: 288, vDim: 256, latent: true };
      const times = Math.ceil(heads / 16);
      expect(await loadsOf({ ...shape, newTokens: 1, lengths: [300] })).toEqual({
        keys: times * 300 * 64,
        values: 0,
        tails: times * 300 * 8,
      });
    },
  );

  test('prefill: what some row of a tile of 32 sees, once for the tile', async () => {
    // 64 tokens of 2 heads are 4 tiles of 16 tokens, which see 16, 32, 48 and 64 keys.
    const loads = await loadsOf({ ...grouped(2, 1), newTokens: 64, lengths: [64] });
    expect(loads).toEqual({ keys: 160 * 16, values: 160 * 16, tails: 0 });
  });
});

describe.skipIf(!dawn)('the register family loads keys and values once for its rows', () => {
  const emulated = { reduction: 'subgroup', subgroups: 'emulated' } as const;

  test.each([
    ['whose columns are dealt out', 4, { rows: 2 }],
    ['which are dealt out', 32, { rows: 16, ...emulated }],
  ] as const)('%s', async (_, heads, how) => {
    const knobs = { family: 'register', ...how } as const;
    const loads = await loadsOf({ ...grouped(heads, 1), newTokens: 1, lengths: [256] }, knobs);
    expect(loads).toEqual({ keys: 2 * 256 * 16, values: 2 * 256 * 16, tails: 0 });
  });
});

describe.skipIf(!dawn)('the products of a latent, counted on the device', () => {
  test.each([
    [64, 1, 300],
    [100, 2, 300],
    [128, 2, 71],
  ])(
    '%i heads load its keys and its values %i times, at %i tokens',
    async (heads, times, length) => {
      const shape = { queryHeads: heads, kvHeads: 1, qkDim: 288, vDim: 256, latent: true };
      const knobs = { family: 'products' } as const;
      expect(await loadsOf({ ...shape, newTokens: 1, lengths: [length] }, knobs)).toEqual({
        keys: times * length * 64,
        values: times * length * 64,
        tails: times * length * 8,
      });
    },
  );
});
