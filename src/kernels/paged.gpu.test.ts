// A cache in pages against float64: shuffled block tables, steps across a page's end, and sequences that share pages.

import { describe, expect, test } from 'vitest';
import { formats } from '../attention/format';
import { seedOf, uniforms } from '../attention/random';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { attendError } from './attendCase.test-support';
import { dawn, gpu, small, weightsOf, worstError } from './kernelCase.test-support';
import { Session } from './session';
import { shufflePages } from './shufflePages.test-support';
import { storedErrors } from './storedCase.test-support';

const gqa = { queryHeads: 6, kvHeads: 2, qkDim: 32, vDim: 20, latent: false };
const latent = { queryHeads: 17, kvHeads: 1, qkDim: 72, vDim: 64, latent: true };
const subgroups = dawn?.adapter.features.has('subgroups') ?? false;

describe.skipIf(!dawn)('a cache in pages', () => {
  describe.each([
    ['the staged family', { family: 'staged' }],
    ['columns in registers', { family: 'register', rows: 3 }],
    [
      'rows in registers',
      { family: 'register', rows: 9, reduction: subgroups ? 'subgroup' : 'workgroup' },
    ],
  ] as const)('for %s', (_, family) => {
    test.each(['f32', 'f16', 'int8'] as const)('holds %s for decode', async (format) => {
      const knobs = { ...family, format };
      const shape = { ...gqa, newTokens: 1, lengths: [331, 64], layout: 'paged' } as const;
      expect(await attendError({ ...shape, knobs })).toBeLessThan(1e-5);
    });

    test('holds latents and rotary keys', async () => {
      const shape = { ...latent, newTokens: 1, lengths: [129, 300], layout: 'paged' } as const;
      expect(await attendError({ ...shape, knobs: family })).toBeLessThan(1e-5);
    });

    test.each(['f32', 'int8'] as const)('holds %s for prefill', async (format) => {
      const knobs = { ...family, format };
      const shape = { ...gqa, newTokens: 19, lengths: [140, 65], layout: 'paged' } as const;
      expect(await attendError({ ...shape, knobs })).toBeLessThan(1e-5);
    });
  });

  test('is appended to and tapped across the end of a page', async () => {
    const turns = [
      { phase: 'prefill', mode: 'cached', newTokens: 37 },
      { phase: 'decode', mode: 'cached', newTokens: 1 },
      { phase: 'decode', mode: 'cached', newTokens: 2 },
    ] as const;
    const shape = { variantId: 'gqa', dims: small, batch: 2, past: [26, 89], pages: 7, turns };
    expect(await worstError({ ...shape, taps: ['probs'] })).toBeLessThan(formats.f32.errorBound);
  });

  test('begins a window anywhere in a page', async () => {
    const conventions = { ...plainConventions, window: true };
    const shape = { variantId: 'gqa', dims: small, conventions, window: 70, batch: 2 };
    const turns = [{ phase: 'decode', mode: 'cached', newTokens: 2 }] as const;
    const error = await worstError({ ...shape, turns, past: [300, 131], pages: 12 });
    expect(error).toBeLessThan(formats.f32.errorBound);
  });

  test.each([
    { variantId: 'mla', mode: 'naive' },
    { variantId: 'tpa', mode: 'cached' },
  ])('is rebuilt from by $variantId', async ({ variantId, mode }) => {
    const turns = [{ phase: 'decode', mode, newTokens: 2 }] as const;
    const shape = { variantId, dims: small, batch: 2, past: [63, 3], pages: 5 };
    expect(await worstError({ ...shape, turns })).toBeLessThan(formats.f32.errorBound);
  });

  test('keeps rows in int8 with their scales', async () => {
    const turns = [{ phase: 'decode', mode: 'cached', newTokens: 2 }] as const;
    const shape = { variantId: 'gqa', dims: small, batch: 2, past: [63, 3], pages: 5 };
    const { kernels, differing } = await storedErrors({ ...shape, format: 'int8', turns });
    expect(kernels).toBeLessThan(formats.f32.errorBound);
    expect(differing).toBeLessThan(0.01);
  });

  test('is shared by sequences until they write, and neither changes the other', async () => {
    const plan = variantById('gqa').plan(small, { phase: 'decode', mode: 'cached' });
    const weights = weightsOf(plan, 5);
    const [batch, capacity, shared] = [2, 200, 70];
    const size = { batch, capacity, maxNewTokens: 1, pages: 6 };
    const session = await Session.create(await gpu(), plan, { ...size, format: 'f32', copies: 2 });
    for (const [id, data] of Object.entries(weights)) session.writeWeight(id, data);
    const { cache } = session;
    const [field] = plan.cache;
    if (!field) throw new Error('GQA caches keys');
    const reference = new ReferenceCache(plan.cache, batch, capacity);
    cache.poison();
    shufflePages(cache.pages, batch, shared);
    for (const { id, heads, width } of plan.cache) {
      const size = heads * shared * width;
      const rows = uniforms(seedOf(5, id), size * batch);
      cache.write(id, rows);
      // What the second sequence wrote is given up for what the first has.
      rows.copyWithin(size, 0, size);
      reference.write(id, rows, 0);
    }
    cache.fork(0, 1, shared);
    expect(cache.pages?.freeCount).toBe(4);
    const before = await cache.read(field.id);

    const x = uniforms(seedOf(5, 'x'), batch * small.modelDim);
    const starts = [shared, shared];
    const step = { newTokens: 1, starts, lengths: [shared + 1, shared + 1], offsets: starts };
    await session.step({ ...step, inputs: { x } });
    // The full page is still shared; of the partly written one there are two.
    expect(cache.pages?.freeCount).toBe(3);
    const expected = new Reference(plan, weights, reference).step({ ...step, inputs: { x } });
    const { error } = compare(await session.read(plan.output), expected.output, 0);
    expect(error).toBeLessThan(formats.f32.errorBound);
    const after = await cache.read(field.id);
    const { heads, width } = field;
    for (let block = 0; block < batch * heads; block++) {
      const [from, to] = [block * capacity * width, (block * capacity + shared) * width];
      expect(after.subarray(from, to)).toEqual(before.subarray(from, to));
    }
    const token = await cache.readToken(field.id, shared);
    expect(token.subarray(0, token.length / 2)).not.toEqual(token.subarray(token.length / 2));
    session.dispose();
  });

  test('says what is missing when its pages run out, and goes on with what there is', async () => {
    const plan = variantById('gqa').plan(small, { phase: 'decode', mode: 'cached' });
    const size = { batch: 2, capacity: 200, maxNewTokens: 1, pages: 3 };
    const session = await Session.create(await gpu(), plan, size);
    const at = (...starts: number[]) => ({
      newTokens: 1,
      starts,
      lengths: starts.map((start) => start + 1),
      offsets: starts,
    });
    session.setStep(at(64, 10));
    expect(() => session.setStep(at(64, 64))).toThrow(
      '1 more pages of 64 tokens are needed for sequences of up to 65 tokens, and 0 of 3 are free',
    );
    session.setStep(at(65, 11));
    session.dispose();
  });
});
