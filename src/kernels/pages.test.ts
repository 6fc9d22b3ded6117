// The free list and block tables of a cache in pages, and what its buffers take.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIds, weightFormatFor } from '../attention/format';
import { proposeDims } from '../attention/propose';
import { nativeVariant, variants } from '../attention/variants';
import { pagedBytes } from '../price/paged';
import { Pages, pageTokens } from './pages';
import { schedule } from './schedule';
import { shaderSources } from './sources';

fc.configureGlobal({ seed: 20261122 });

const written = (start: number, end: number) => ({ start, end, length: end });
const nothing = written(0, 0);

test('a page holds as many tokens as the shader believes', () => {
  const [, tokens] = /PAGE_TOKENS = (\d+)u/.exec(shaderSources['fields/paged'] ?? '') ?? [];
  expect(Number(tokens)).toBe(pageTokens);
});

test('buffers take what the price of pages says, the padding included', () => {
  const dims = proposeDims({ modelDim: 40, queryHeads: 6, kvHeads: 2, headDim: 12 });
  const lengths = [1, 64, 65, 300];
  const pages = lengths.reduce((n, length) => n + Math.ceil(length / pageTokens), 0);
  for (const variant of [...variants, nativeVariant(dims)]) {
    for (const format of formatIds) {
      const plan = variant.plan(dims, { phase: 'decode' });
      const { buffers } = schedule(plan, {
        batch: lengths.length,
        capacity: 300,
        maxNewTokens: 1,
        format,
        weightFormat: weightFormatFor(format),
        reduction: 'workgroup',
        pages,
      });
      const bytes = buffers.reduce((n, { role, bytes }) => n + (role === 'cache' ? bytes : 0), 0);
      const priced = pagedBytes(plan, { groups: [{ layers: 1 }], format }, lengths, {
        blockTokens: pageTokens,
      });
      expect(BigInt(bytes)).toBe(priced.allocatedBytes);
      if (plan.cache.length > 0) expect(priced.wastedBytes).toBeGreaterThan(0n);
    }
  }
});

describe('block tables', () => {
  test('grow by a page where tokens no longer fit', () => {
    const pages = new Pages(4, 2, 3);
    expect(pages.prepare([written(0, 64), written(0, 1)])).toEqual([]);
    expect(pages.freeCount).toBe(2);
    expect(pages.prepare([written(64, 65), written(1, 64)])).toEqual([]);
    expect(pages.freeCount).toBe(1);
    const [first, last] = [pages.pageOf(0, 63), pages.pageOf(0, 64)];
    expect([...pages.words()]).toEqual([first, last, 4, pages.pageOf(1, 0), 4, 4]);
  });

  test('share pages until one of the sequences writes, and the last one keeps them', () => {
    const pages = new Pages(9, 3, 3);
    pages.prepare([written(0, 70), nothing, nothing]);
    pages.fork(0, 1, 70);
    pages.fork(0, 2, 64);
    expect(pages.freeCount).toBe(7);
    const [full, begun] = [pages.pageOf(0, 0), pages.pageOf(0, 69)];
    const copies = pages.prepare([written(70, 71), written(70, 71), written(64, 65)]);
    expect(copies).toEqual([{ from: begun, to: pages.pageOf(0, 70) }]);
    expect(pages.pageOf(1, 70)).toBe(begun);
    expect([0, 1, 2].map((sequence) => pages.pageOf(sequence, 0))).toEqual([full, full, full]);
    expect(pages.freeCount).toBe(5);
  });

  test('are as before when too few pages are free', () => {
    const pages = new Pages(3, 2, 4);
    pages.prepare([written(0, 65), nothing]);
    pages.fork(0, 1, 65);
    const before = pages.words();
    expect(() => pages.prepare([written(65, 129), written(65, 66)])).toThrow(
      '2 more pages of 64 tokens are needed for sequences of up to 129 tokens, and 1 of 3 are free',
    );
    expect(pages.words()).toEqual(before);
    expect(pages.prepare([written(65, 66), written(65, 66)])).toHaveLength(1);
  });

  test('refuse to share what is not there, or with nobody', () => {
    const pages = new Pages(3, 2, 4);
    pages.prepare([written(0, 65), nothing]);
    const refusal = (to: number) => `which has 2 pages of 64, for sequence ${to}`;
    expect(() => pages.fork(0, 1, 129)).toThrow(`129 tokens of sequence 0, ${refusal(1)}`);
    expect(() => pages.fork(0, 2, 65)).toThrow(refusal(2));
    expect(() => pages.fork(0, 0, 65)).toThrow(refusal(0));
  });

  test('never let two sequences write to one page, nor lose one', () => {
    const sequence = fc.nat({ max: 3 });
    const step = fc.oneof(
      fc.record({ grow: sequence, by: fc.integer({ min: 1, max: 150 }) }),
      fc.record({ from: sequence, to: sequence }),
      fc.record({ release: sequence }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pages = new Pages(12, 4, 100);
        const lengths = [0, 0, 0, 0];
        // What each token of a sequence holds, and what the rows of the pages hold.
        const meant: string[][] = [[], [], [], []];
        const rows = new Map<number, string>();
        const rowOf = (of: number, token: number) =>
          (pages.pageOf(of, token) ?? NaN) * pageTokens + (token % pageTokens);
        for (const [i, one] of steps.entries()) {
          if ('release' in one) {
            pages.release(one.release);
            meant[one.release] = [];
            lengths[one.release] = 0;
          } else if ('from' in one) {
            if (one.from === one.to) continue;
            pages.fork(one.from, one.to, lengths[one.from] ?? 0);
            meant[one.to] = [...(meant[one.from] ?? [])];
            lengths[one.to] = lengths[one.from] ?? 0;
          } else {
            const start = lengths[one.grow] ?? 0;
            const end = start + one.by;
            const ranges = lengths.map((length, of) =>
              of === one.grow ? written(start, end) : { start: length, end: length, length },
            );
            try {
              for (const { from, to } of pages.prepare(ranges)) {
                for (let row = 0; row < pageTokens; row++) {
                  rows.set(to * pageTokens + row, rows.get(from * pageTokens + row) ?? '');
                }
              }
            } catch {
              continue;
            }
            for (let token = start; token < end; token++) {
              rows.set(rowOf(one.grow, token), `${i} ${token}`);
              meant[one.grow]?.push(`${i} ${token}`);
            }
            lengths[one.grow] = end;
          }
        }
        for (const [of, tokens] of meant.entries()) {
          expect(tokens.map((_, token) => rows.get(rowOf(of, token)))).toEqual(tokens);
        }
        for (const of of lengths.keys()) pages.release(of);
        expect(pages.freeCount).toBe(12);
      }),
    );
  });
});
