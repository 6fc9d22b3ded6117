import { expect, test } from 'vitest';
import { constantValue, workgroupNeeds } from './workgroup';

const known = new Map([
  ['LANES', 64],
  ['ROWS', 5],
]);

test('constant expressions bind as in WGSL, and divide as whole numbers do', () => {
  const value = (text: string) => constantValue(text, known);
  expect(value('2u + 3u * 4u')).toBe(14);
  expect(value('(LANES + 7u) / 8u * ROWS')).toBe(40);
  expect(value('max(min(32u, LANES), ROWS - 1u) % 7u')).toBe(4);
  expect(value('1u << (ROWS - 2u)')).toBe(8);
  expect(value('20u - 3u - 4u')).toBe(13);
  expect(value('0x1fu')).toBe(31);
  for (const text of ['-3.0e38f', 'UNKNOWN * 2u', '4u +', 'f32(4u)', '']) {
    expect(value(text), text).toBeUndefined();
  }
});

test('counts each variable in blocks of 16 bytes, through nested arrays and constants declared later', () => {
  const code = [
    'const LANES = 48u;',
    'var<workgroup> parts: array<array<array<f32, LANES>, ROWS>, LANES * 2u>;',
    'var<workgroup> one: array<f32, 3>;',
    'var<workgroup> quads: array<vec4f, LANES / 16u>;',
    'const ROWS = HALF * 2u;',
    'const HALF = 3u;',
    '@compute @workgroup_size(min(LANES, 32u), 2)',
    'fn main() {}',
  ].join('\n');
  expect(workgroupNeeds(code)).toEqual({
    invocations: 64,
    storageBytes: 48 * 6 * 96 * 4 + 16 + 3 * 16,
  });
});

test('what it cannot read is refused, not guessed', () => {
  const withSize = (line: string) => () => workgroupNeeds(`${line}\n@workgroup_size(8)`);
  expect(withSize('var<workgroup> a: array<mat4x4f, 2>;')).toThrow('mat4x4f');
  expect(withSize('var<workgroup> a: array<f32, WIDTH>;')).toThrow('WIDTH');
  expect(() => workgroupNeeds('@workgroup_size(LANES)')).toThrow('no constant');
});
