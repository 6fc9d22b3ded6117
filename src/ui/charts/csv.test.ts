import { expect, test } from 'vitest';
import { toCsv } from './csv';

test('cells with commas, quotes or line breaks are quoted', () => {
  const table = {
    columns: ['variant', 'note'],
    rows: [
      ['MLA', 'fits, "just"'],
      ['GQA', 'a\nb'],
    ],
  };
  expect(toCsv(table)).toBe('variant,note\r\nMLA,"fits, ""just"""\r\nGQA,"a\nb"\r\n');
});

test('numbers keep every digit', () => {
  expect(toCsv({ columns: ['bytes'], rows: [[137438953472], [0.1]] })).toBe(
    'bytes\r\n137438953472\r\n0.1\r\n',
  );
});
