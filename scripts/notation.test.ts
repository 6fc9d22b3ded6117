import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

function textOf(folder: string, ending: RegExp): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
}

const rows = readFileSync(join(root, 'docs/notation.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && line.includes('`'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .map(([, , meaning = '', typescript = '', wgsl = '']) => ({ meaning, typescript, wgsl }));

describe('docs/notation.md names what the code names', () => {
  const code = { typescript: textOf('src', /\.tsx?$/), wgsl: textOf('shaders', /\.wgsl$/) };

  test('has its tables', () => expect(rows.length).toBeGreaterThan(10));

  test.each(rows)('$meaning: $typescript $wgsl', ({ typescript, wgsl }) => {
    expect(code.typescript).toMatch(new RegExp(`\\b${typescript}\\b`));
    if (wgsl) expect(code.wgsl).toMatch(new RegExp(`\\b${wgsl}\\b`));
  });
});
