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

const names = readFileSync(join(root, 'docs/notation.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && line.includes('`'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .flatMap(([, , meaning, typescript = '', wgsl = '']) => [
    { meaning, language: 'typescript' as const, name: typescript },
    { meaning, language: 'wgsl' as const, name: wgsl },
  ])
  .filter(({ name }) => name !== '');

describe('docs/notation.md names what the code names', () => {
  const code = { typescript: textOf('src', /\.tsx?$/), wgsl: textOf('shaders', /\.wgsl$/) };

  test('has its tables', () => expect(names.length).toBeGreaterThan(20));

  test.each(names)('$meaning is $name in $language', ({ language, name }) => {
    expect(code[language]).toMatch(new RegExp(`\\b${name}\\b`));
  });
});
