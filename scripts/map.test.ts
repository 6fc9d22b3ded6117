// The README's map, against the tree: it names what the page does not show yet, and no folder that does not exist.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';

import { importsIn } from './check-layers.mjs';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path.replaceAll('\\', '/')}`)
  .filter((path) => /\.tsx?$/.test(path) && !/\.test(-support)?\.tsx?$/.test(path));

/** The source files that a source file names. */
function named(path: string): string[] {
  return importsIn(read(path)).flatMap(({ target }) => {
    const to = posix.join(posix.dirname(path), target);
    return [to, `${to}.ts`, `${to}.tsx`].filter((file) => sources.includes(file)).slice(0, 1);
  });
}

function reachedFrom(start: string): Set<string> {
  const reached = new Set([start]);
  for (const path of reached) for (const next of named(path)) reached.add(next);
  return reached;
}

test('the README names the prices and claims that the page does not reach, and no other', () => {
  const sentence = /^Not on the page yet.*$/m.exec(read('README.md'))?.[0] ?? '';
  const names = [...sentence.matchAll(/`(\w+)`/g)].flatMap((match) => match[1] ?? []);
  const onPage = reachedFrom('src/main.tsx');
  expect(onPage.size).toBeGreaterThan(100);
  const candidates = [
    ...sources.filter((path) => path.startsWith('src/price/')),
    'src/facts/claims.ts',
  ];
  const unreached = candidates.filter((path) => !onPage.has(path));
  expect(names.toSorted()).toEqual(unreached.map((path) => posix.basename(path, '.ts')).toSorted());
});

test.each(['README.md', 'CONTRIBUTING.md', 'scripts/check-layers.mjs', '.oxlintrc.json'])(
  '%s names no folder of src that does not exist',
  (file) => {
    const folders = [...read(file).matchAll(/\bsrc\/(\w+)(?=[/`,\s*])/g)].map((match) => match[1]);
    expect(folders.length).toBeGreaterThan(0);
    expect(folders.filter((folder) => !existsSync(join(root, 'src', `${folder}`)))).toEqual([]);
  },
);
