import { expect, test } from 'vitest';
import { proposeDims } from '../attention/propose';
import { variants } from '../attention/variants';
import { enAnatomy } from './enAnatomy';
import { filledIn, flatten } from './strings.test-support';
import { zhAnatomy } from './zhAnatomy';

const english = flatten(enAnatomy);
const chinese = flatten(zhAnatomy);

test('both languages have the same keys and fill in the same values, none empty', () => {
  // Chinese has no singular.
  const asked = [...english.keys()].filter((key) => !key.endsWith('_one'));
  expect([...chinese.keys()].sort()).toEqual(asked.sort());
  for (const [key, text] of chinese) {
    expect(new Set(filledIn(text)), key).toEqual(new Set(filledIn(english.get(key))));
    expect(text.trim(), key).not.toBe('');
  }
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  // Names and symbols stay as they are.
  expect(same).toEqual(['roles.query', 'roles.key', 'roles.value', 'names.lse']);
  for (const text of chinese.values()) expect(text).not.toContain('显存');
});

test('every box of every variant has a name', () => {
  const dims = proposeDims({ modelDim: 64, queryHeads: 8, kvHeads: 2, headDim: 8 });
  const plans = variants.flatMap((variant) =>
    variant.modes.map(({ id }) => variant.plan(dims, { phase: 'decode', mode: id })),
  );
  const boxes = plans.flatMap(({ tensors, cache }) => [...tensors, ...cache].map(({ id }) => id));
  expect(boxes.filter((id) => !english.has(`names.${id}`))).toEqual([]);
});
