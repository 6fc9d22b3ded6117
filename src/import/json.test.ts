import { expect, test } from 'vitest';
import { isObject, longestText, parseJson } from './json';

const only = (text: string) => {
  const { root, problems } = parseJson(text);
  expect(root === null || problems.length > 0).toBe(true);
  expect(problems).toHaveLength(1);
  return problems[0]!;
};

test.each([
  ['{\n  "a": 1,\n  "b": 2,\n}', 'trailingComma', 3, 9],
  ['{"a": [1, 2, ]}', 'trailingComma', 1, 12],
  ['{\n  // heads\n  "a": 1\n}', 'comment', 2, 3],
  ['{"a": 1 /* heads */}', 'comment', 1, 9],
  ['# heads\n{"a": 1}', 'comment', 1, 1],
  ['{\r\n  "a": 1,\r\n  "b": ', 'truncated', 3, 7],
  ['{"a": {"b": 1}', 'truncated', 1, 15],
  ['{"a": "text', 'truncated', 1, 12],
  ['{"a": 1\n "b": 2}', 'missingComma', 2, 2],
  ['{"a": None}', 'pythonWord', 1, 7],
  ['{"a": [0.0, Infinity]}', 'pythonWord', 1, 13],
  ['{"a": NaN}', 'pythonWord', 1, 7],
  ["{'a': 1}", 'unexpected', 1, 2],
  ['{a: 1}', 'unexpected', 1, 2],
  ['{"a": "x\ny"}', 'badString', 1, 7],
  ['{"a": "\\q"}', 'badString', 1, 7],
  ['{\n<<<<<<< HEAD\n"a": 1}', 'unexpected', 2, 1],
  ['{"a": 1}\n{"a": 2}', 'unexpected', 2, 1],
  ['{"a": 1.}', 'unexpected', 1, 7],
])('%j is %s at line %i, column %i', (text, code, line, column) => {
  expect(only(text)).toMatchObject({ code, line, column });
});

test.each([
  ['', 'empty'],
  [' \n\t', 'empty'],
  ['<!doctype html><html></html>', 'html'],
  ['\n<html lang="en">', 'html'],
  ['[{"hidden_size": 4096}]', 'notObject'],
  ['"hidden_size"', 'notObject'],
  ['42', 'notObject'],
  [`{"a": "${'x'.repeat(10_000_000)}"}`, 'tooLong'],
  [`{"a": ${'['.repeat(5000)}${']'.repeat(5000)}}`, 'tooDeep'],
])('%.40j is %s', (text, code) => {
  expect(only(text)).toMatchObject({ code });
});

test('the offending text is shown, cut short', () => {
  expect(only('{"a": nul}').values).toEqual({ text: 'nul' });
  expect(String(only(`{"a": ${'z'.repeat(500)}}`).values['text'])).toHaveLength(40);
  expect(only(`{}${' '.repeat(longestText)}`).values).toEqual({
    value: longestText + 2,
    max: longestText,
  });
});

test('a field given twice is named with the line of the second', () => {
  expect(only('{\n "a": 1,\n "b": {"c": 1,\n "c": 2}\n}')).toMatchObject({
    code: 'repeated',
    path: 'b.c',
    line: 4,
  });
});

test('every field has its path, its line and its text', () => {
  const { root } = parseJson('\uFEFF{"a": 1,\n"b": {"c": [1, {"d": null}]}}');
  const b = root?.fields.get('b');
  expect(b?.place).toEqual({ path: 'b', line: 2, raw: '{"c": [1, {"d": null}]}' });
  const c = b && isObject(b.value) ? b.value.fields.get('c') : undefined;
  expect(c?.place.path).toBe('b.c');
});

test('a field may have any name', () => {
  const { root, problems } = parseJson('{"__proto__": 1, "constructor": 2, "": 3}');
  expect(problems).toEqual([]);
  expect([...(root?.fields.keys() ?? [])]).toEqual(['__proto__', 'constructor', '']);
});
