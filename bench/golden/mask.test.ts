import { describe, expect, test } from 'vitest';
import { additiveMask } from './mask';
import type { GoldenCase } from './manifest';

const scores = { batch: 2, queryHeads: 3, newTokens: 4, total: 5 };

/** A case with nothing but a mask that counts its elements from 1. */
function masked(...shape: number[]) {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, (_, i) => i + 1);
  const golden: GoldenCase = {
    name: 'masked',
    kind: 'attention_core',
    file: '',
    dims: {},
    conventions: {},
    steps: [],
    tensors: { mask: { shape, role: 'input', meaning: '' } },
    tags: [],
  };
  const mask = additiveMask(golden, { floats: () => values }, scores);
  if (!mask) throw new Error('there is a mask');
  const { heads, additive } = mask;
  const masks = heads === 'perHead' ? scores.queryHeads : 1;
  const at = (sequence: number, head: number, query: number, key: number) =>
    additive.values[
      ((sequence * masks + (masks > 1 ? head : 0)) * scores.newTokens + query) * additive.columns +
        key
    ];
  return { ...mask, at };
}

describe('a mask broadcasts from the right', () => {
  test('with all four axes', () => {
    const { heads, additive, at } = masked(2, 3, 4, 5);
    expect(heads).toBe('perHead');
    expect(additive.columns).toBe(5);
    expect(at(1, 2, 3, 4)).toBe(120);
    expect(at(0, 1, 0, 2)).toBe(23);
  });

  test('for all heads where the axis of heads has one element', () => {
    const { heads, at } = masked(2, 1, 4, 5);
    expect(heads).toBe('shared');
    expect(at(1, 2, 0, 0)).toBe(21);
  });

  test('for all sequences, heads or queries where they are left out or have one element', () => {
    expect(masked(3, 4, 5).at(1, 1, 0, 1)).toBe(22);
    expect(masked(4, 5).at(1, 2, 3, 4)).toBe(20);
    expect(masked(1, 3, 1, 5).at(0, 2, 3, 0)).toBe(11);
    expect(masked(5).at(1, 0, 2, 3)).toBe(4);
  });

  test('but for its last axis: fewer columns hide the rest, and more than there are keys are cut', () => {
    expect(masked(4, 2).additive.columns).toBe(2);
    expect(masked(4, 1).additive.columns).toBe(1);
    expect(masked().additive.columns).toBe(1);
    const wide = masked(4, 9);
    expect(wide.additive.columns).toBe(5);
    expect(wide.at(0, 0, 1, 0)).toBe(10);
  });
});
