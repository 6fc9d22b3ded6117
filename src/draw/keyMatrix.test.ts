// The matrix by which the keys of all heads come of what is cached, against what each variant is known for.

import { expect, test } from 'vitest';
import { proposeDims } from '../attention/propose';
import { variantById } from '../attention/variants';
import { modelById } from '../facts/models';
import { keyMatrixOf } from './keyMatrix';

const dims = proposeDims(modelById('deepseek-v3').dims);
const of = (id: string, mode?: string) =>
  keyMatrixOf(variantById(id).plan(dims, { phase: 'decode', ...(mode ? { mode } : {}) }));

test('GQA copies: each head of a group has the same columns', () => {
  const matrix = of('gqa');
  expect(matrix).toMatchObject({ rows: 128 * 128, columns: 8 * 128, entries: 'copied' });
  expect(matrix?.blocks).toHaveLength(128);
  expect(matrix?.blocks[15]).toEqual({ row: 15 * 128, column: 0, rows: 128, columns: 128 });
  expect(matrix?.blocks[16]).toEqual({ row: 16 * 128, column: 128, rows: 128, columns: 128 });
});

test('MHA is the identity, and MQA copies one head to all', () => {
  expect(of('mha')?.blocks.every(({ row, column }) => row === column)).toBe(true);
  expect(of('mqa')).toMatchObject({ columns: 128 });
  expect(of('mqa')?.blocks.every(({ column }) => column === 0)).toBe(true);
});

test('MLA learned its own, the same one whether queries or cached rows are multiplied by it', () => {
  expect(of('mla', 'absorbed')).toMatchObject({
    rows: 128 * 128,
    columns: 512,
    entries: 'learned',
  });
  expect(of('mla', 'expanded')).toEqual(of('mla', 'absorbed'));
  // Its naive mode keeps the keys themselves.
  expect(of('mla', 'naive')?.entries).toBe('copied');
});

test('heads of latents have a part of it each', () => {
  for (const mode of ['absorbed', 'expanded']) {
    const matrix = of('gla', mode);
    expect(matrix).toMatchObject({ rows: 128 * 128, columns: 512, entries: 'learned' });
    expect(new Set(matrix?.blocks.map(({ column }) => column))).toEqual(new Set([0, 256]));
  }
});

test('factored heads have none', () => {
  expect(of('tpa')).toBeNull();
  expect(of('gqa', 'recomputed')).toBeNull();
});
