import { expect, test } from 'vitest';
import { remember } from './remember';

function counted() {
  const derived: string[] = [];
  const join = remember((a: number, b: string) => {
    derived.push(`${a} ${b}`);
    return { text: `${a} ${b}` };
  });
  return { derived, join };
}

test('the same arguments give the same object, without deriving it again', () => {
  const { derived, join } = counted();
  expect(join(7, 'x')).toBe(join(7, 'x'));
  expect(derived).toEqual(['7 x']);
});

test('what is asked for in turn with what was a moment ago is derived once each', () => {
  const { derived, join } = counted();
  const [before, now] = [join(1, 'x'), join(2, 'x')];
  for (let turn = 0; turn < 5; turn++) {
    expect(join(1, 'x')).toBe(before);
    expect(join(2, 'x')).toBe(now);
  }
  expect(derived).toEqual(['1 x', '2 x']);
});

test('what was long ago is forgotten', () => {
  const { derived, join } = counted();
  for (const a of [1, 2, 3, 4, 1]) join(a, 'x');
  expect(derived).toEqual(['1 x', '2 x', '3 x', '4 x', '1 x']);
});
