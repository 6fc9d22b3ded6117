import { expect, test } from 'vitest';
import { draftOf, repositoryOf } from './shareUrl';

test('a repository is read from every form that package.json allows', () => {
  for (const url of [
    'owner/name.js',
    'github:owner/name.js',
    'https://github.com/owner/name.js',
    'git+https://github.com/owner/name.js.git',
    'git+ssh://git@github.com/owner/name.js.git',
    'git@github.com:owner/name.js.git',
  ]) {
    expect(repositoryOf(url), url).toBe('owner/name.js');
  }
  expect(repositoryOf(null)).toBeNull();
  expect(repositoryOf('https://example.org/owner/name')).toBeNull();
});

const said = { title: 'a & b', body: '| x | 3.1 µs |\n缓存 #1' };

test('a draft issue has title and text, every sign of them', () => {
  const { kind, url, hasText } = draftOf('owner/name', said);
  expect(kind).toBe('issue');
  expect(hasText).toBe(true);
  const { origin, pathname, searchParams } = new URL(url);
  expect(origin + pathname).toBe('https://github.com/owner/name/issues/new');
  expect(Object.fromEntries(searchParams)).toEqual(said);
});

test('without a repository it is a letter to nobody yet', () => {
  const { kind, url } = draftOf(null, said);
  expect(kind).toBe('mail');
  expect(url).toMatch(/^mailto:\?subject=a%20%26%20b&body=/);
  expect(decodeURIComponent(url.split('&body=')[1] ?? '')).toBe(said.body);
});

test('a text too long for an address is left out, and the draft says so', () => {
  const { url, hasText } = draftOf('owner/name', { ...said, body: '缓'.repeat(900) });
  expect(hasText).toBe(false);
  expect(url).toBe('https://github.com/owner/name/issues/new?title=a%20%26%20b');
});
