import { expect, test } from 'vitest';
import { copiedFrom, copyHeads, isCopyOf } from './headCopies';
import { proposeDims } from './propose';
import { uniforms } from './random';
import { variantById } from './variants';

const dims = proposeDims({ modelDim: 24, queryHeads: 6, kvHeads: 2, headDim: 10 });
const planOf = (id: string) => variantById(id).plan(dims, { phase: 'decode' });
const [mha, gqa, mqa, mla] = ['mha', 'gqa', 'mqa', 'mla'].map(planOf);

test('few heads can stand for many, and not the other way round', () => {
  expect(isCopyOf(mha!, gqa!)).toBe(true);
  expect(isCopyOf(mha!, mqa!)).toBe(true);
  expect(isCopyOf(gqa!, mqa!)).toBe(true);
  expect(isCopyOf(gqa!, mha!)).toBe(false);
  expect(isCopyOf(mha!, mha!)).toBe(false);
  expect(isCopyOf(mha!, mla!)).toBe(false);
});

test('only what differs in its number of heads is a copy', () => {
  const copied = mha!.weights.filter((weight) => copiedFrom(weight, gqa!)).map(({ id }) => id);
  expect(copied).toEqual(['wk', 'wv']);
});

test('each head stands as often as there are copies of it, in their order', () => {
  const few = uniforms(3, 2 * 10 * 24);
  const many = copyHeads(
    few,
    [
      ['head', 2],
      ['qk', 10],
      ['model', 24],
    ],
    [
      ['head', 6],
      ['qk', 10],
      ['model', 24],
    ],
  );
  const head = (values: Float32Array, i: number) => values.slice(i * 240, (i + 1) * 240);
  for (let i = 0; i < 6; i++) expect(head(many, i)).toEqual(head(few, Math.floor(i / 3)));
});
