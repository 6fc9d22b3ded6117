// AssemblyScript sources compile to modules, and a mistake in one is told with its place.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compileAssembly } from './assembly.mjs';

const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => rmSync(folder, { recursive: true }));

function source(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('a source becomes a module that works on the memory it is given', async () => {
  const file = source(
    'sum.ts',
    'export function sum(at: usize): f32 { return load<f32>(at) + 1; }',
  );
  const bytes = await compileAssembly(file);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  new Float32Array(memory.buffer)[4] = 2.5;
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(bytes), { env: { memory } });
  const { sum } = instance.exports as { sum: (at: number) => number };
  expect(sum(16)).toBe(3.5);
});

test('a mistake is told with file and line', async () => {
  const file = source('wrong.ts', 'export function wrong(): f32 {\n  return nobody;\n}');
  await expect(compileAssembly(file)).rejects.toThrow(/nobody[^]*wrong\.ts\(2,10\)/);
});
