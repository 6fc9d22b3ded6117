// Colours of WGSL: nothing of a line is lost, and words are taken for what they are.

import { expect, test } from 'vitest';
import { shaderSources } from '../../kernels/sources';
import { tokensOf } from './highlight';

const kinds = (line: string) =>
  tokensOf(line)
    .filter(({ text }) => text.trim() !== '')
    .map(({ kind, text }) => `${kind}:${text.trim()}`);

test('tells words of the language, types, numbers and comments apart', () => {
  expect(kinds('  var sum = vec4f(0.5f, 3u); // let it be')).toEqual([
    'keyword:var',
    'plain:sum =',
    'type:vec4f',
    'plain:(',
    'number:0.5f',
    'plain:,',
    'number:3u',
    'plain:);',
    'comment:// let it be',
  ]);
  expect(kinds('@group(3) @binding(1) var<storage, read> step_words: array<u32>;')).toEqual([
    'attribute:@group',
    'plain:(',
    'number:3',
    'plain:)',
    'attribute:@binding',
    'plain:(',
    'number:1',
    'plain:)',
    'keyword:var',
    'plain:<',
    'type:storage',
    'plain:,',
    'type:read',
    'plain:> step_words:',
    'type:array',
    'plain:<',
    'type:u32',
    'plain:>;',
  ]);
});

test('a number within a name is part of the name', () => {
  expect(kinds('k0 = load_4(x1);')).toEqual(['plain:k0 = load_4(x1);']);
});

test('every line of every shader is the sum of its tokens', () => {
  for (const text of Object.values(shaderSources)) {
    for (const line of text.split('\n')) {
      expect(
        tokensOf(line)
          .map((token) => token.text)
          .join(''),
      ).toBe(line);
    }
  }
});
