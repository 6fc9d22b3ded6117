import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { startI18n } from '../../i18n/i18n';
import { addFigureWords } from '../../i18n/figureWords';
import { addTakeawayWords } from '../../i18n/takeawayWords';
import { billsOf } from '../../state/bills';
import { defaultControls, type Controls } from '../../state/controls';
import { entriesOf, pinOf } from '../../state/entries';
import { fakeDevice, fakePoint } from '../../state/fakeEngine.test-support';
import { growthOf } from '../../state/growth';
import { noResults, type Results } from '../../state/results';
import { exact, showBytes, showTime } from '../quantity';
import { plain, table } from './markdown';
import { reportText } from './report';

const languages = ['en', 'zh-CN'] as const;
const link = 'http://127.0.0.1/#v=1&model=deepseek-v3';

beforeAll(async () => {
  const texts = await startI18n('en');
  await texts.loadLanguages('zh-CN');
  addFigureWords();
  addTakeawayWords();
});

const report = (controls: Controls, language: string = 'en', results: Results = noResults) =>
  reportText(
    { t: i18next.getFixedT(language), w: i18next.getFixedT(language, 'takeaway') },
    { controls, results, isStale: false, link, date: '2026-11-22' },
  );

const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replace(/\\(.)/g, '$1'));

/** Every table of a text: its rows of cells, the rule left out. */
function tablesOf(text: string): string[][][] {
  const blocks = text.split('\n\n').filter((block) => block.startsWith('|'));
  return blocks.map((block) => {
    const [columns = '', rule = '', ...rows] = block.split('\n');
    expect(rule).toMatch(/^\|( :?-+:? \|)+$/);
    const all = [columns, ...rows].map(cellsOf);
    for (const cells of all) expect(cells).toHaveLength(cellsOf(rule).length);
    return all;
  });
}

describe('Markdown', () => {
  test('has text that is shown as it is, in a row that stays whole', () => {
    expect(plain('a|b *c* [d](e) <f>\n`g`')).toBe('a\\|b \\*c\\* \\[d\\](e) \\<f\\> \\`g\\`');
    const text = table({ columns: ['x|y', 'n'], rows: [['my|model_1', '1,024']], figures: [1] });
    expect(tablesOf(text)).toEqual([
      [
        ['x|y', 'n'],
        ['my|model_1', '1,024'],
      ],
    ]);
    expect(text.split('\n')[1]).toBe('| :--- | ---: |');
  });
});

describe.each(languages)('a report in %s', (language) => {
  const states: Readonly<Record<string, Controls>> = {
    'as the page opens': defaultControls('deepseek-v3'),
    'with windows and int4': {
      ...defaultControls('llama3.1-8b'),
      windowLayers: 5,
      window: 1023,
      format: 'int4',
      context: 30011,
      batch: 7,
      byteUnit: 'binary',
    },
    'at the same cache': { ...defaultControls('llama3.1-8b'), fair: 'cache' },
    'with a pin': {
      ...defaultControls('llama3.1-8b'),
      baseline: 'B',
      pins: Object.fromEntries(
        entriesOf(defaultControls('deepseek-v3'))
          .slice(-1)
          .map((entry) => ['B', pinOf(entry)]),
      ),
    },
  };

  test.each(Object.entries(states))('%s has the figures of the page', (_, controls) => {
    const text = report(controls, language);
    const [, , summary = [], ...others] = tablesOf(text);
    const bills = billsOf(controls);
    bills.forEach(({ charges }, i) => {
      if (!charges) throw new Error('there is no bill');
      const { tokenLayerBytes, tokenBytes, totalBytes, lines } = charges.receipt;
      const total = showBytes(totalBytes, controls.byteUnit);
      expect(summary[i + 1]?.slice(2, 5)).toEqual([
        `${exact(tokenLayerBytes)} B`,
        `${exact(tokenBytes)} B`,
        total,
      ]);
      const bill = others[i]?.slice(1) ?? [];
      expect(bill.slice(0, lines.length).map(([, , bytes]) => bytes)).toEqual(
        lines.map(({ bytes }) => `${exact(bytes)} B`),
      );
      expect(bill.at(-2)?.[2]).toBe(`${exact(totalBytes)} B`);
      expect(bill.at(-1)?.[2]).toBe(total);
    });
    const fits = others[bills.length]?.slice(1) ?? [];
    expect(fits.map(([, cache, withWeights]) => [cache, withWeights])).toEqual(
      growthOf(controls).lines.map(({ bytesAtContext, bytesWithWeights }) => [
        showBytes(bytesAtContext, controls.byteUnit),
        showBytes(bytesWithWeights ?? 0, controls.byteUnit),
      ]),
    );
    expect(text).not.toMatch(/(report|receipt)\.\w|\{\{|undefined|NaN|<\/?(ratio|against)/);
    expect(text).toContain(`<${link}>`);
    expect(text).toContain('2026-11-22');
  });

  test('of the first model has what DeepSeek published, and ratios with whom they are against', () => {
    const [sizes = [], , summary = []] = tablesOf(report(defaultControls('deepseek-v3'), language));
    expect(sizes.some(([, value]) => value === '512')).toBe(true);
    const latent = summary.find(([name]) => name?.startsWith('MLA'));
    expect(latent?.[3]).toBe('70,272 B');
    expect(latent?.[5]).toMatch(/56\.9/);
    expect(latent?.[5]).toContain('MHA');
  });

  test('says why there is no bill', () => {
    const controls = defaultControls('llama3.1-8b');
    const text = report({ ...controls, dims: { ...controls.dims, kvHeads: 5 } }, language);
    expect(text).toContain(language === 'en' ? 'has no bill' : '无法计算');
    expect(text).toMatch(/32.*5/);
    tablesOf(text);
  });

  test('has what was measured, with samples and device, of variants that are shown', () => {
    const controls = { ...defaultControls('tiny-gqa'), shown: ['gqa', 'mla'] };
    const results: Results = {
      ...noResults,
      status: 'finished',
      run: {
        model: 'my|model',
        device: { ...fakeDevice, description: 'GPU_7' },
        request: {
          dims: controls.dims,
          conventions: { rope: null, normEps: 1e-6 },
          contenders: [{ variantId: 'gqa', mode: 'naive' }],
          contexts: [513],
          batch: 3,
          format: 'f16',
          scope: 'attentionOnly',
          rounds: 3,
          seed: 11,
        },
      },
      points: [fakePoint('mha', 513, 9e6), fakePoint('mla', 513, 7e4), fakePoint('gqa', 513, 8e5)],
    };
    const text = report(controls, language, results);
    const measured = tablesOf(text).at(-1)?.slice(1) ?? [];
    expect(measured.map((cells) => cells.slice(1))).toEqual([
      ['513', showTime(8e5), showTime(7.2e5), showTime(9.6e5), '1'],
      ['513', showTime(7e4), showTime(6.3e4), showTime(8.4e4), '1'],
    ]);
    expect(text).toContain('GPU\\_7');
    expect(text).toContain('my\\|model');
  });
});
