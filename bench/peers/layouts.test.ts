import { describe, expect, test } from 'vitest';
import { uniforms } from '../../src/attention/random';
import { causalBias, columns, swapInner, swapOuter } from './layouts';

const [a, b, c] = [3, 5, 2];
const data = uniforms(7, a * b * c);
const at = (i: number, j: number, k: number) => data[(i * b + j) * c + k];

describe('layouts', () => {
  test('the outer axes change places', () => {
    const swapped = swapOuter(data, [a, b, c]);
    for (let i = 0; i < a; i++)
      for (let j = 0; j < b; j++)
        for (let k = 0; k < c; k++) expect(swapped[(j * a + i) * c + k]).toBe(at(i, j, k));
  });

  test('the inner axes change places', () => {
    const swapped = swapInner(data, [a, b, c]);
    for (let i = 0; i < a; i++)
      for (let j = 0; j < b; j++)
        for (let k = 0; k < c; k++) expect(swapped[(i * c + k) * b + j]).toBe(at(i, j, k));
  });

  test('columns are cut from every row', () => {
    const cut = columns(data, b * c, 1, 4);
    expect([...cut]).toEqual(
      Array.from({ length: a }, (_, i) => [...data.subarray(i * b * c + 1, i * b * c + 4)]).flat(),
    );
  });

  test('a causal bias hides what comes after a token and nothing else', () => {
    const bias = causalBias(4);
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < 4; j++) expect(bias[i * 4 + j]! < -1e29, `${i}, ${j}`).toBe(j > i);
  });
});
