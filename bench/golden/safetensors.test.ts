import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readSafetensors } from './safetensors';

const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(header: object, values: Uint8Array): string {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + values.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(values, 8 + text.length);
  const path = join(folder, 'case.safetensors');
  writeFileSync(path, bytes);
  return path;
}

describe('a safetensors file', () => {
  const values = new Uint8Array(new Float32Array([1.5, -2, 3]).buffer);

  test('gives its tensors by name, wherever they begin', () => {
    const path = write(
      {
        __metadata__: { made: 'here' },
        b: { dtype: 'F32', shape: [2, 1], data_offsets: [4, 12] },
        a: { dtype: 'I32', shape: [1], data_offsets: [0, 4] },
      },
      values,
    );
    const tensors = readSafetensors(path);
    expect([...tensors.keys()]).toEqual(['b', 'a']);
    expect(tensors.get('b')).toEqual({ shape: [2, 1], data: Float32Array.of(-2, 3) });
    expect(tensors.get('a')?.data).toEqual(Int32Array.of(0x3fc00000));
  });

  test('is refused when it holds another type', () => {
    const path = write({ a: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } }, values);
    expect(() => readSafetensors(path)).toThrow('BF16');
  });
});
