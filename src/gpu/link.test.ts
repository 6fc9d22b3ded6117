import { describe, expect, test } from 'vitest';
import { declaredNames, link, locate, type LinkRequest } from './link';

const sources = {
  scale: [
    '// Multiplies.',
    'import package::part::index::{index_of};',
    'import store::{put};',
    'import constants::{FACTOR};',
    '',
    '@group(0) @binding(0) var<storage, read> inputs: array<f32>;',
    '',
    '@compute @workgroup_size(64)',
    'fn scale(@builtin(global_invocation_id) id: vec3u) {',
    '  put(index_of(id), inputs[id.x] * FACTOR);',
    '}',
  ].join('\n'),
  'part/index': '// Where.\nfn index_of(id: vec3u) -> u32 {\n  return id.x;\n}',
  'store/plain': [
    'enable f16;',
    '@group(1) @binding(0) var<storage, read_write> outputs: array<f32>;',
    'fn put(at: u32, value: f32) {',
    '  outputs[at] = value;',
    '}',
  ].join('\n'),
  'store/nameless': 'fn keep(at: u32, value: f32) {\n}',
  'store/clashing': 'fn put(at: u32, value: f32) {\n}\nfn index_of() {\n}',
};

const request = (changes: Partial<LinkRequest> = {}): LinkRequest => ({
  sources,
  kernel: 'scale',
  slots: { store: 'store/plain' },
  constants: { FACTOR: '2.0f' },
  ...changes,
});

describe('linking', () => {
  test('writes enables and constants first, then the kernel, then what it imports', () => {
    expect(link(request()).code).toMatchInlineSnapshot(`
      "enable f16;
      const FACTOR = 2.0f;
      // Multiplies.

      @group(0) @binding(0) var<storage, read> inputs: array<f32>;

      @compute @workgroup_size(64)
      fn scale(@builtin(global_invocation_id) id: vec3u) {
        put(index_of(id), inputs[id.x] * FACTOR);
      }
      // Where.
      fn index_of(id: vec3u) -> u32 {
        return id.x;
      }
      @group(1) @binding(0) var<storage, read_write> outputs: array<f32>;
      fn put(at: u32, value: f32) {
        outputs[at] = value;
      }"
    `);
  });

  test('maps every line back to the file and line that it was copied from', () => {
    const { code, segments } = link(request());
    for (const [i, text] of code.split('\n').entries()) {
      const { file, line } = locate(segments, i + 1);
      if (file === 'constants') continue;
      const lines = sources[file as keyof typeof sources].split('\n');
      expect(lines[line - 1]).toBe(text);
    }
  });

  test.each<[string, Partial<LinkRequest>, string]>([
    ['an empty slot', { slots: {} }, 'slot "store" of scale is empty'],
    ['a slot that no file has', { slots: { store: 'store/plain', kv: 'x' } }, 'no slot "kv"'],
    ['a missing constant', { constants: {} }, 'scale needs the constant FACTOR'],
    ['an unused constant', { constants: { FACTOR: '1f', OTHER: '1u' } }, 'uses no constant OTHER'],
    ['a file that is not there', { slots: { store: 'store/none' } }, 'store/none, which does not'],
    ['a name the file lacks', { slots: { store: 'store/nameless' } }, 'put from store/nameless'],
    ['a name declared twice', { slots: { store: 'store/clashing' } }, '"index_of" is declared in'],
    [
      'an import of another form',
      { sources: { scale: 'import a::b;' }, constants: {} },
      'scale: "import a::b;" is no import',
    ],
  ])('names %s', (_, changes, message) => {
    expect(() => link(request(changes))).toThrow(message);
  });
});

test('finds what a file declares at its top level', () => {
  const text = [
    'const A = 1u;',
    'override B: u32 = 2u;',
    'struct C {',
    '  inner: u32,',
    '}',
    'alias D = vec4f;',
    'var<workgroup> E: array<f32, 4>;',
    '@group(0) @binding(1) var<storage, read> F: array<f32>;',
    'fn G() {',
    '  let inside = 1u;',
    '}',
  ].join('\n');
  expect(declaredNames(text)).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G']);
});
