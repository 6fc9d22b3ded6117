import { describe, expect, test } from 'vitest';
import type { Field } from '../attention/plan';
import { storedRows } from '../attention/quantize';
import { uniforms } from '../attention/random';
import { ReferenceCache } from './cache';

const fields: Field[] = [{ id: 'keys', holds: 'key', heads: 2, width: 3, format: 'chosen' }];
/** [batch 2, heads 2, tokens 1, width 3], counted from 1. */
const rows = Float64Array.from({ length: 12 }, (_, i) => i + 1 + 2 ** -40);

describe('the cache', () => {
  test('writes rows at a token of every sequence and head', () => {
    const cache = new ReferenceCache(fields, 2, 4);
    cache.write('keys', rows, 2);
    for (const sequence of [0, 1]) {
      for (const head of [0, 1]) {
        const written = rows.subarray((sequence * 2 + head) * 3, (sequence * 2 + head + 1) * 3);
        expect([...cache.rows('keys', sequence, head, { first: 0, count: 4 })]).toEqual([
          ...Array.from({ length: 6 }, () => NaN),
          ...written,
          ...Array.from({ length: 3 }, () => NaN),
        ]);
      }
    }
  });

  test('keeps float64, or float32 where half the memory counts', () => {
    const wide = new ReferenceCache(fields, 2, 1);
    const narrow = new ReferenceCache(fields, 2, 1, { precision: 'float32' });
    wide.write('keys', rows, 0);
    narrow.write('keys', rows, 0);
    expect(wide.data('keys')).toEqual(rows);
    expect(narrow.data('keys')).toEqual(Float32Array.from(rows));
  });

  test('rounds what it is given as a format stores it', () => {
    const values = uniforms(7, 12);
    for (const format of ['f16', 'bf16', 'int8', 'int4'] as const) {
      const cache = new ReferenceCache(fields, 2, 1, { format });
      cache.write('keys', values, 0);
      const stored = storedRows(values, format, { width: 3 });
      expect(cache.data('keys')).toEqual(Float64Array.from(stored));
      expect(stored).not.toEqual(values);
    }
    // Rotary keys stay in 16 bits.
    const kept: Field[] = [{ id: 'keys', holds: 'ropeKey', heads: 2, width: 3, format: 'min16' }];
    const cache = new ReferenceCache(kept, 2, 1, { format: 'int4' });
    cache.write('keys', values, 0);
    expect(cache.data('keys')).toEqual(Float64Array.from(storedRows(values, 'f16', { width: 3 })));
  });

  test('begins with zeros for a caller that writes every row, and knows its bytes', () => {
    const cache = new ReferenceCache(fields, 2, 4, { precision: 'float32', begin: 'zeroed' });
    expect(cache.data('keys')).toEqual(new Float32Array(2 * 2 * 4 * 3));
    expect(cache.allocatedBytes).toBe(2 * 2 * 4 * 3 * 4);
  });

  test('refuses what does not fit', () => {
    const cache = new ReferenceCache(fields, 2, 4);
    expect(() => cache.write('keys', rows, 4)).toThrow('do not fit "keys" from token 4 on');
    expect(() => cache.write('keys', rows.subarray(1), 0)).toThrow('11 elements do not fit "keys"');
    expect(() => cache.write('values', rows, 0)).toThrow('"values"');
    expect(() => cache.rows('keys', 0, 0, { first: 2, count: 3 })).toThrow(
      '5 tokens do not fit a cache of 4',
    );
  });
});

describe('a ring', () => {
  const ring = () => new ReferenceCache(fields, 2, 4, { ring: true });

  test('keeps token p in slot p mod its capacity, and reads tokens in their order', () => {
    const cache = ring();
    const sequence = Float64Array.from({ length: 6 * 3 }, (_, i) => i + 0.5);
    cache.writeRows('keys', 1, 1, 0, sequence);
    const slot = (i: number) => [...cache.data('keys').subarray((12 + i) * 3, (13 + i) * 3)];
    // Tokens 4 and 5 took the places of 0 and 1.
    expect(slot(0)).toEqual([12.5, 13.5, 14.5]);
    expect(slot(1)).toEqual([15.5, 16.5, 17.5]);
    expect(slot(2)).toEqual([6.5, 7.5, 8.5]);
    expect(cache.rows('keys', 1, 1, { first: 2, count: 4 })).toEqual(sequence.slice(6));
    expect(cache.rows('keys', 1, 1, { first: 4, count: 2 })).toEqual(sequence.slice(12));
    expect(() => cache.rows('keys', 1, 1, { first: 1, count: 5 })).toThrow('do not fit');
  });

  test('takes rows at any position', () => {
    const cache = ring();
    cache.write('keys', rows, 11);
    expect(cache.rows('keys', 0, 1, { first: 11, count: 1 })).toEqual(rows.slice(3, 6));
    expect(cache.data('keys').subarray(9, 12)).toEqual(rows.subarray(0, 3));
  });
});
