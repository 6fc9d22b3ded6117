import { expect, test } from 'vitest';
import { toJson } from './json';

const words = {
  chart: 'cache-against-context',
  title: '缓存 & "context"',
  finding: 'At 3 tokens MLA keeps 576 B.',
  kind: 'computed',
  link: 'http://127.0.0.1/#v=1',
} as const;

test('the figures keep their types and every digit, beside their words', () => {
  const table = {
    columns: ['tokens', 'mha bytes', 'cold', 'note'],
    rows: [[3, 137438953471.5, true, 'a "b"']],
  };
  expect(JSON.parse(toJson(words, table))).toEqual({ ...words, ...table });
});

test('what is no finite number is null', () => {
  const table = { columns: ['tokens'], rows: [[Number.NaN], [Infinity]] };
  expect(JSON.parse(toJson(words, table))).toMatchObject({ rows: [[null], [null]] });
});
