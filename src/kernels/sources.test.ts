import { describe, expect, test } from 'vitest';
import { bindingsOf } from '../gpu/pipelines';
import { shaderSources } from './sources';

const files = Object.entries(shaderSources);
const kernels = files.filter(([, text]) => text.includes('@compute'));
const headerOf = (text: string) => text.slice(0, text.search(/^(?!\/\/)/m));

describe.each(files)('%s', (file, text) => {
  test('says first what it is', () => {
    expect(text.startsWith(`// ${file}.wgsl: `)).toBe(true);
  });

  test('is short enough to be read whole', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(200);
  });

  test('gives a var in a loop its value, since not every device zeroes it at each turn', () => {
    const bare = text.split('\n').filter((line) => /^ {4,}var \w+: [^=]*;$/.test(line));
    expect(bare).toEqual([]);
  });
});

describe.each(kernels)('the kernel %s', (_, text) => {
  test('names its grid and every binding of its own in its header', () => {
    const header = headerOf(text);
    expect(header).toMatch(/^\/\/ grid /m);
    for (const { name, type } of bindingsOf(text)) {
      if (type !== 'uniform') expect(header).toMatch(new RegExp(`^// ${name}\\s`, 'm'));
    }
  });

  test('names its entry point after the work, not main', () => {
    expect(text).not.toMatch(/fn main\(/);
  });
});
