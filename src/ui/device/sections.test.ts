import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TunedKernels } from '../../engine/protocol';
import { addDeviceWords } from '../../i18n/deviceWords';
import { addFigureWords } from '../../i18n/figureWords';
import { startI18n } from '../../i18n/i18n';
import { fakeDevice, fakeExamination } from '../../state/fakeEngine.test-support';
import { reportText } from './reportText';
import { ceilingsSection, examinedSections, type ReportWords, type Section } from './sections';
import { isTunedOn, tuningSection } from './tuningSection';

beforeAll(async () => {
  const texts = await startI18n('en');
  await texts.loadLanguages('zh-CN');
  addFigureWords();
  addDeviceWords();
});

const wordsIn = (language: string): ReportWords => ({
  t: i18next.getFixedT(language),
  d: i18next.getFixedT(language, 'device'),
});

const rowOf = (sections: readonly Section[], id: string, first: string) =>
  sections.find((section) => section.id === id)?.rows.find(([cell]) => cell?.text === first);

const ceiling = (median: number) => ({
  median,
  q1: median * 0.9,
  q3: median * 1.1,
  n: 3,
  samples: [median, median * 1.1, median * 0.9],
});

const own = {
  device: fakeDevice,
  ceilings: {
    readBytesPerSecond: ceiling(2.8e9),
    flopsPerSecond: ceiling(45.7e9),
    dispatchNs: ceiling(12_900),
  },
};

const tuned: TunedKernels = {
  key: {
    adapter: 'test | paper |  | subgroups',
    shape: 'decode f32/f32',
    kernels: 'k',
    contextLog2: 9,
  },
  choice: { family: 'register', reduction: 'subgroup', rows: 4 },
  medianNs: 31_000,
  timedContext: 513,
  spentNs: 7e8,
  rejected: [
    {
      choice: { family: 'staged', reduction: 'workgroup' },
      reason: { code: 'slower', factor: 2.127 },
    },
    {
      choice: { family: 'products', reduction: 'workgroup' },
      reason: { code: 'wrong', error: Infinity, bound: 1e-5 },
    },
  ],
};

describe('the report about the device', () => {
  test('holds what is wanted against what is granted, and marks what falls short', () => {
    const sections = examinedSections(wordsIn('en'), fakeExamination, 'decimal');
    const buffers = rowOf(sections, 'limits', 'maxBufferSize');
    expect(buffers?.map(({ text }) => text)).toEqual([
      'maxBufferSize',
      '3.00 MB',
      'k',
      '268 MB',
      '268 MB',
      'yes',
    ]);
    expect(buffers?.map(({ kind }) => kind)).toEqual([
      'name',
      'computed',
      'name',
      'quoted',
      'quoted',
      'computed',
    ]);
    const groups = rowOf(sections, 'limits', 'maxComputeWorkgroupsPerDimension');
    expect(groups?.map(({ text }) => text).slice(1)).toEqual([
      '70,001',
      '5_attend_decode',
      '–',
      '65,535',
      'no',
    ]);
    expect(groups?.at(-1)?.isShort).toBe(true);
    expect(rowOf(sections, 'place', 'kernels are started from')?.[1]?.text).toBe('a worker');
    expect(rowOf(sections, 'features', 'shader-f16')?.[3]?.text).toBe('no');
  });

  test('says why there is no GPU, in our words and the browser’s', () => {
    const device = {
      ...fakeDevice,
      runsOn: 'cpu',
      reason: 'noAdapter',
      detail: 'none found',
    } as const;
    const found = { ...fakeExamination, device, features: [], limits: [], clockStepNs: null };
    const sections = examinedSections(wordsIn('en'), found, 'decimal');
    expect(sections.map(({ id }) => id)).toEqual(['adapter', 'place']);
    expect(rowOf(sections, 'adapter', 'why no GPU')?.[1]?.text).toContain('no graphics adapter');
    expect(rowOf(sections, 'adapter', 'description')?.[1]?.text).toBe('none found');
  });

  test('has ceilings in their units, with quartiles and every sample, as measured', () => {
    const { rows, note } = ceilingsSection(wordsIn('en'), own);
    expect(note).toContain('test paper');
    expect(rows.map((cells) => cells[1])).toEqual([
      { text: '2.80 GB/s', kind: 'measured' },
      { text: '45.7 GFLOP/s', kind: 'measured' },
      { text: '12.9 µs', kind: 'measured' },
    ]);
    expect(rows[2]?.[2]?.text).toBe('11.6 µs – 14.2 µs');
    expect(rows[2]?.[4]?.text).toBe('12.9 µs, 14.2 µs, 11.6 µs');
    expect(ceilingsSection(wordsIn('en'), null).rows).toEqual([]);
  });

  test('names each kernel that was not chosen with its reason, on this adapter alone', () => {
    const elsewhere = { ...tuned, key: { ...tuned.key, adapter: 'test | paper2 |  | x' } };
    expect(isTunedOn(tuned, fakeDevice)).toBe(true);
    const { rows, note } = tuningSection(wordsIn('en'), [tuned, elsewhere], fakeDevice);
    expect(rows.map((cells) => cells.slice(2).map(({ text }) => text))).toEqual([
      ['registers, subgroups, rows: 4', 'chosen', '31.0 µs'],
      ['staged, workgroup memory', 'slower, 2.13× the time', ''],
      ['matrix products, workgroup memory', 'wrong: off float64 by NaN, bound 1.0e-5', ''],
    ]);
    expect(note).toContain('One more');
  });

  test.each(['en', 'zh-CN'])('as text it stands in columns, in %s', (language) => {
    const words = wordsIn(language);
    const sections = [
      ...examinedSections(words, fakeExamination, 'binary'),
      ceilingsSection(words, own),
      tuningSection(words, [tuned], fakeDevice),
    ];
    const text = reportText('title', sections);
    expect(text).not.toMatch(/undefined|NaN |\{\{|(sections|columns|adapter|place)\.\w/);
    // Widths of a terminal, where a Chinese letter takes two columns.
    const width = (line: string) =>
      Array.from(line).reduce((sum, letter) => sum + (letter < '\u2e80' ? 1 : 2), 0);
    const lines = text.split('\n').filter((line) => /max(Buffer|Compute)/.test(line));
    const starts = lines.map((line) =>
      width(line.slice(0, line.search(/ (k|5_attend) |5_attend/))),
    );
    expect(lines).toHaveLength(2);
    expect(new Set(starts.map((at) => Math.round(at / 2)))).toHaveLength(1);
  });
});
