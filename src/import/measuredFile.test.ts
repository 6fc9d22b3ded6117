import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareFiles } from './comparison';
import { readMeasuredFile, type MeasuredFile } from './measuredFile';

const columns = [
  'variant',
  'mode',
  'context_tokens',
  'batch',
  'format',
  'scope',
  'ran_on',
  'adapter',
  'timer',
  'median_ns',
  'q1_ns',
  'q3_ns',
  'samples_ns',
  'failure',
];
const row = (variant: string, context: number, ns: number, adapter = 'GPU one') => [
  variant,
  'cached',
  context,
  3,
  'int8',
  'attentionOnly',
  'gpu',
  adapter,
  'timestamps',
  ns,
  ns * 0.9,
  ns * 1.1,
  `${ns} ${ns * 0.9} ${ns * 1.1}`,
  '',
];
const failed = [
  'mla',
  'absorbed',
  513,
  '',
  '',
  '',
  '',
  'GPU one',
  '',
  '',
  '',
  '',
  '',
  'outOfMemory',
];
const savedRun = (
  rows: readonly unknown[],
  link = 'http://127.0.0.1/#v=1&model=tiny-gqa&seed=5',
) => ({
  chart: 'decode-time',
  title: 'One decode step',
  finding: '…',
  kind: 'measured',
  link,
  columns,
  rows,
});

function fileOf(value: unknown): MeasuredFile {
  const read = readMeasuredFile(JSON.stringify(value));
  if (read.problem) throw new Error(`${read.problem.place}: ${read.problem.reason}`);
  return read.file;
}
const problemOf = (text: string) => readMeasuredFile(text).problem;

describe('a file of measured times', () => {
  test('is a run that the page saved, without what failed', () => {
    const file = fileOf(savedRun([row('gqa', 513, 2e6), failed]));
    expect(file).toMatchObject({
      origin: 'run',
      device: 'GPU one',
      settings: { model: 'tiny-gqa', seed: '5', batch: '3', format: 'int8', ran_on: 'gpu' },
      rows: [{ shape: 'gqa cached 513', medianMs: 2, n: 3 }],
    });
    expect(file.rows[0]?.q1Ms).toBeCloseTo(1.8);
    expect(file.rows).toHaveLength(1);
  });

  test('or a report of the benchmark, as those contributed are', () => {
    const path = join(import.meta.dirname, '../../bench/results/swiftshader-2026-11-22.json');
    const read = readMeasuredFile(readFileSync(path, 'utf8'));
    expect(read.problem).toBeUndefined();
    if (read.problem) return;
    expect(read.file.origin).toBe('bench');
    expect(read.file.device).toContain('swiftshader');
    expect(read.file.rows.length).toBeGreaterThan(10);
  });

  test('names the place and the reason of what is wrong', () => {
    expect(problemOf('{\n "chart": "decode-time",\n oops\n}')).toMatchObject({ place: 'line 3' });
    expect(problemOf('[1]')?.reason).toContain('no JSON object');
    expect(problemOf('{}')?.place).toBe('device');
    expect(problemOf(JSON.stringify({ ...savedRun([]), chart: 'roofline' }))?.place).toBe('chart');
    expect(problemOf(JSON.stringify(savedRun([failed])))?.place).toBe('rows');
    const lacking = { ...savedRun([row('gqa', 513, 2e6)]), columns: columns.slice(1) };
    expect(problemOf(JSON.stringify(lacking))?.reason).toContain('"variant"');
    const broken = row('gqa', 513, 2e6);
    broken[9] = 'fast';
    expect(problemOf(JSON.stringify(savedRun([row('gqa', 65, 1e5), broken])))).toEqual({
      place: 'rows.1, median_ns',
      reason: '"fast" is no number above 0',
    });
  });
});

describe('two files side by side', () => {
  const first = fileOf(savedRun([row('gqa', 513, 4e6), row('mha', 513, 3e6), row('mqa', 65, 1e5)]));
  const second = fileOf(
    savedRun(
      [row('mha', 513, 2.9e6, 'GPU two'), row('gqa', 513, 1e6, 'GPU two')],
      'http://127.0.0.1/#v=1&model=tiny-gqa&seed=7&page=time',
    ),
  );

  test('have the ratio of the same shapes, and whether the quartiles lie apart', () => {
    const { rows, onlyFirst, onlySecond } = compareFiles(first, second);
    expect(rows.map(({ shape, ratio, isApart }) => ({ shape, ratio, isApart }))).toEqual([
      { shape: 'gqa cached 513', ratio: 4, isApart: true },
      { shape: 'mha cached 513', ratio: 3 / 2.9, isApart: false },
    ]);
    expect([onlyFirst, onlySecond]).toEqual([1, 0]);
  });

  test('name the settings in which they differ, and not how the page looked', () => {
    expect(compareFiles(first, second).differing).toEqual([
      { setting: 'seed', first: '5', second: '7' },
    ]);
  });
});
