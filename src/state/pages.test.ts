// Caches in blocks: who is served, what is empty, and what it comes to in bytes, against the paper's bounds.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivalsOf } from './arrivals';
import { defaultControls, type Controls } from './controls';
import { pagesOf, type PagesDrawn } from './pages';

const llama = defaultControls('llama3.1-8b');

const drawnOf = (controls: Controls): PagesDrawn => {
  const { drawn } = pagesOf(controls);
  if (!drawn) throw new Error('nothing is drawn');
  return drawn;
};

describe('sequences that arrive', () => {
  const served = { seed: 7, context: 8192, sequences: 12, prefix: 100, finished: 0 };

  test('have the same lengths for the same seed, and others for another', () => {
    expect(arrivalsOf(served)).toEqual(arrivalsOf(served));
    expect(arrivalsOf({ ...served, seed: 8 })).not.toEqual(arrivalsOf(served));
  });

  test('keep their lengths when more are served', () => {
    expect(arrivalsOf({ ...served, sequences: 20 }).slice(0, 12)).toEqual(arrivalsOf(served));
  });

  test('take the place of one that finished, and leave all others as they were', () => {
    for (let finished = 0; finished < 40; finished++) {
      const before = arrivalsOf({ ...served, finished });
      const after = arrivalsOf({ ...served, finished: finished + 1 });
      const changed = after.filter(({ number }, i) => number !== before[i]?.number);
      expect(changed.map(({ number }) => number)).toEqual([12 + finished + 1]);
    }
  });

  test('are longer than what they begin with, and no longer than the context', () => {
    const any = fc.record({
      seed: fc.integer({ min: 0, max: 4294967295 }),
      context: fc.integer({ min: 1, max: 4194304 }),
      sequences: fc.integer({ min: 1, max: 64 }),
      finished: fc.integer({ min: 0, max: 100 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(any, ({ part, ...rest }) => {
        const prefix = Math.floor(part * (rest.context - 1));
        for (const { tokens } of arrivalsOf({ ...rest, prefix })) {
          expect(Number.isInteger(tokens)).toBe(true);
          expect(tokens).toBeGreaterThan(prefix);
          expect(tokens).toBeLessThanOrEqual(rest.context);
        }
      }),
    );
  });

  test('are in each doubling as often, so that half of them are under a 32nd of the context', () => {
    const many = arrivalsOf({ ...served, context: 2 ** 20, prefix: 0, sequences: 4000 });
    const short = many.filter(({ tokens }) => tokens < 2 ** 15).length;
    expect(short / 4000).toBeCloseTo(0.5, 1);
  });
});

describe('blocks', () => {
  test('leave less than one block of a sequence empty (Kwon et al.), whatever is chosen', () => {
    const any = fc.record({
      blockTokens: fc.integer({ min: 1, max: 1024 }),
      sequences: fc.integer({ min: 1, max: 64 }),
      sharedTokens: fc.integer({ min: 0, max: 4096 }),
      context: fc.integer({ min: 1, max: 131072 }),
      finished: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(any, (settings) => {
        const { inBlocks } = drawnOf({ ...llama, ...settings });
        for (const { emptyTokens } of inBlocks.sequences) {
          expect(emptyTokens).toBeLessThan(settings.blockTokens);
        }
        expect(inBlocks.emptyTokens).toBeLessThan(settings.blockTokens * settings.sequences);
      }),
    );
  });

  test('of one token leave nothing empty, where reserving the context leaves most of it', () => {
    const { inBlocks, reserved } = drawnOf({ ...llama, blockTokens: 1 });
    expect(inBlocks.emptyTokens).toBe(0);
    expect(reserved.allocatedTokens).toBe(12 * 32768);
    expect(reserved.emptyTokens).toBe(12 * 32768 - inBlocks.allocatedTokens);
    expect(reserved.emptyTokens / reserved.allocatedTokens).toBeGreaterThan(0.5);
  });

  test('of a prefix are handed out once, and shorten nobody', () => {
    const alone = drawnOf({ ...llama, sharedTokens: 0 });
    const shared = drawnOf({ ...llama, sharedTokens: 1000 });
    // 62 blocks of 16 are 992 tokens; the last 8 are in a block of each sequence's own.
    expect(shared.inBlocks.sharedBlocks).toBe(62);
    const inTables = shared.inBlocks.sequences.reduce((n, { blocks }) => n + blocks, 0);
    expect(shared.inBlocks.blocks).toBe(inTables - 11 * 62);
    expect(alone.inBlocks.sharedBlocks).toBe(0);
  });

  test('of a prefix longer than the context leave each sequence one token of its own', () => {
    const { prefix, arrivals } = drawnOf({ ...llama, context: 512, sharedTokens: 4096 });
    expect(prefix).toBe(511);
    expect(arrivals.every(({ tokens }) => tokens === 512)).toBe(true);
  });
});

describe('bytes', () => {
  test('are those of the blocks: 131,072 for each token of Llama-3.1-8B’s own GQA', () => {
    const { drawn, bytes } = pagesOf({ ...llama, sharedTokens: 320 });
    const gqa = bytes.find(({ entry }) => entry.key === 'gqa');
    // 32 layers, 2 * 8 heads of 128, 2 bytes each.
    const tokenBytes = 131072n;
    expect(gqa?.allocatedBytes).toBe(BigInt(drawn?.inBlocks.allocatedTokens ?? 0) * tokenBytes);
    expect(gqa?.emptyBytes).toBe(BigInt(drawn?.inBlocks.emptyTokens ?? 0) * tokenBytes);
    expect(gqa?.reservedBytes).toBe(12n * 32768n * tokenBytes);
  });

  test('reserve no more than its window for a windowed layer', () => {
    const windowed = { ...llama, windowLayers: 32, window: 1024 };
    const gqa = pagesOf(windowed).bytes.find(({ entry }) => entry.key === 'gqa');
    expect(gqa?.reservedBytes).toBe(12n * 1024n * 131072n);
    expect(Number(gqa?.allocatedBytes)).toBeLessThanOrEqual(Number(gqa?.reservedBytes));
  });

  test('change with the model while what is drawn stays the same object', () => {
    const first = pagesOf(llama);
    const smaller = { ...llama, dims: { ...llama.dims, headDim: 64 } };
    const other = pagesOf(smaller);
    expect(other.drawn).toBe(first.drawn);
    expect(other.bytes).not.toEqual(first.bytes);
    expect(pagesOf({ ...smaller, rounds: 9 })).toBe(other);
  });
});

test('what is impossible is named, draws nothing, and is the same object each time', () => {
  const impossible = { ...llama, blockTokens: 0, sequences: 2.5, context: 0 };
  const pages = pagesOf(impossible);
  expect(pages.drawn).toBeNull();
  expect(pages.bytes).toEqual([]);
  expect(pages.problems).toEqual([
    {
      field: 'blockTokens',
      code: 'outOfRange',
      values: { field: 'blockTokens', value: 0, min: 1, max: 1024 },
    },
    { field: 'sequences', code: 'notWhole', values: { field: 'sequences', value: 2.5 } },
    {
      field: 'context',
      code: 'outOfRange',
      values: { field: 'context', value: 0, min: 1, max: 4194304 },
    },
  ]);
  expect(pagesOf({ ...impossible })).toBe(pages);
});
