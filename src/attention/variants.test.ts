// A variant is known to its own file and to the table of variants: nothing else may name it and treat it apart.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { variants } from './variants';

const root = resolve(import.meta.dirname, '../..');

/** The four that the page opens with have their own hues, and the story that it tells is theirs. */
const told = new Set(['mha', 'gqa', 'mqa', 'mla']);

/** Tests compare variants with papers by name, and papers' claims and tables are quoted as they are printed. */
const mayName =
  /\.(test(-support)?|spec)\.tsx?$|^src\/(facts\/claims\/|i18n\/..Quality|state\/(quality|disagreements))/;

const texts = ['src', 'shaders', 'bench', 'e2e', 'scripts'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => /\.(tsx?|mjs|wgsl|css)$/.test(path) && !mayName.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);

describe('the name of a variant', () => {
  test.each(variants.filter(({ id }) => !told.has(id)).map(({ id }) => id))(
    '%s stands in its own file and in the table alone',
    (id) => {
      const named = texts.filter(({ text }) => new RegExp(`\\b${id}\\b`, 'i').test(text));
      expect(named.map(({ path }) => path).toSorted()).toEqual(
        ['src/attention/variants.ts', `src/attention/variants/${id}.ts`].toSorted(),
      );
    },
  );

  test('is looked for where it could be', () => {
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.some(({ path }) => path.startsWith('shaders/'))).toBe(true);
  });
});
