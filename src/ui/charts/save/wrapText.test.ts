import { expect, test } from 'vitest';
import { wrapText } from './wrapText';

/** Every character is one wide. */
const widthOf = (text: string) => text.length;

test('breaks between words, and loses none', () => {
  const text = 'At 32,768 tokens MLA keeps 2.30 GB and MHA 131 GB.';
  const lines = wrapText(text, 19, widthOf);
  expect(lines).toEqual(['At 32,768 tokens', 'MLA keeps 2.30 GB', 'and MHA 131 GB.']);
});

test('breaks between Chinese characters, but begins no line with punctuation', () => {
  const lines = wrapText('上下文为三个时，占用很大。', 7, widthOf);
  expect(lines).toEqual(['上下文为三个时，', '占用很大。']);
});

test('breaks a word that is wider than a line', () => {
  const link = 'http://127.0.0.1/#v=1&model=llama3.1-8b';
  const lines = wrapText(`from ${link}`, 11, widthOf);
  expect(lines.join('')).toBe(`from${lines[0] === 'from' ? '' : ' '}${link}`);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(11);
});

test('an empty text has no lines', () => {
  expect(wrapText(' ', 11, widthOf)).toEqual([]);
});
