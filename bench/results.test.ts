// Every contributed file is whole, says no more than it measured, and has no result of ours that is wrong.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { summarize } from '../src/bench/stats';
import { isFault, jsonOf, ratiosOf, type BenchReport } from './report';
import { benchReport } from '../src/import/benchReport';

const folder = join(import.meta.dirname, 'results');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

function problems(report: BenchReport): string[] {
  const found: string[] = [];
  for (const row of report.rows) {
    const name = `${row.shape}, ${row.system}, ${row.kernel}`;
    const { median } = summarize(row.samplesMs);
    if (row.samplesMs.length !== row.n) found.push(`${name}: ${row.n} samples are not there`);
    if (row.medianMs !== null && Math.abs(median / row.medianMs - 1) > 1e-3) {
      found.push(`${name}: ${row.medianMs} ms is not the samples' median`);
    }
    if (row.medianMs !== null && row.agrees !== true) found.push(`${name}: timed, and not right`);
    if (isFault(row)) found.push(`${name}: a fault of ours`);
  }
  for (const { shape, against, ratio } of report.ratios) {
    const again = ratiosOf(report.rows).find(
      (each) => each.shape === shape && each.against === against,
    );
    if (!again || Math.abs(again.ratio / ratio - 1) > 1e-3) {
      found.push(`${shape} against ${against}: ${ratio} does not follow from the rows`);
    }
  }
  return found;
}

test.each(files)('%s is a whole report', (file) => {
  const report = v.parse(benchReport, JSON.parse(readFileSync(join(folder, file), 'utf8')));
  expect(report.rows.length).toBeGreaterThan(0);
  expect(problems(report)).toEqual([]);
});

describe('a report', () => {
  const row: BenchReport['rows'][number] = {
    system: 'attention-playground',
    runsOn: 'gpu',
    kernel: 'staged',
    shape: 'decode MHA 512',
    workload: 'decode MHA 512',
    format: 'f32',
    scope: 'attend',
    medianMs: 2,
    q1Ms: 1.5,
    q3Ms: 2.5,
    n: 3,
    samplesMs: [1, 2, 3],
    firstMs: 80,
    bytes: 16,
    flops: 32,
    actualBytes: null,
    gbs: 8e-6,
    gflops: 16e-6,
    shareOfCeiling: null,
    error: 0,
    agrees: true,
    failure: null,
  };
  const peer = { ...row, system: 'peer', samplesMs: [2, 4, 6], medianMs: 4 };
  const rows = [row, peer];
  const report: BenchReport = {
    device: 'a device',
    versions: { node: '20' },
    ceilings: { readGBs: 4, fmaGflops: 40, dispatchUs: null },
    rows,
    ratios: ratiosOf(rows),
  };

  test('comes back from its file as it was', () => {
    const text = jsonOf(report);
    expect(v.parse(benchReport, JSON.parse(text))).toEqual(report);
    expect(problems(report)).toEqual([]);
    // One line for each row, so that two files can be compared.
    expect(text.split('\n').filter((line) => line.includes('"samplesMs"'))).toHaveLength(2);
  });

  test('is refused where figures do not follow from samples, or ours is wrong', () => {
    const withRow = (more: object) => problems({ ...report, rows: [{ ...row, ...more }, peer] });
    expect(withRow({ medianMs: 1.9 })).toHaveLength(1);
    expect(withRow({ samplesMs: [2, 2] })).toHaveLength(2);
    expect(withRow({ agrees: false })).toHaveLength(3);
  });

  test('is refused with a field too many or too few', () => {
    expect(() => v.parse(benchReport, { ...report, sponsor: 'x' })).toThrow('sponsor');
    expect(v.is(benchReport, { ...report, ceilings: { readGBs: 4 } })).toBe(false);
    expect(v.is(benchReport, report)).toBe(true);
  });
});
