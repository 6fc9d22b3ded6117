import { createInstance, type TFunction } from 'i18next';
import { describe, expect, test } from 'vitest';

import { enQuality } from '../../i18n/enQuality';
import { zhQuality } from '../../i18n/zhQuality';
import { disagreements } from '../../state/disagreements';
import { datasetById, measureById, pointsOf, qualityDatasets } from '../../state/quality';
import type { DatasetId, MeasureId } from '../../state/qualityChoices';
import {
  differText,
  findingText,
  opinionText,
  showCache,
  showCount,
  showValue,
  sourceAddress,
} from './qualityText';

function inLanguage(lng: 'en' | 'zh-CN'): TFunction<'quality'> {
  const instance = createInstance();
  void instance.init({
    lng,
    ns: ['quality'],
    resources: { en: { quality: enQuality }, 'zh-CN': { quality: zhQuality } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance.getFixedT(lng, 'quality');
}

const languages = [
  ['en', inLanguage('en'), enQuality],
  ['zh-CN', inLanguage('zh-CN'), zhQuality],
] as const;

const [, inEnglish] = languages[0];
const [, inChinese] = languages[1];

const finding = (
  t: TFunction<'quality'>,
  id: DatasetId,
  measureId: MeasureId,
  sameParameters = 0,
) => {
  const dataset = datasetById(id);
  const points = pointsOf(dataset, measureId, sameParameters);
  return findingText(t, dataset, measureById(dataset, measureId), points);
};

describe.each(languages)('in %s', (_, t, words) => {
  test.each(
    qualityDatasets.flatMap((dataset) =>
      dataset.measures.map((measure) => [dataset.id, measure.id, dataset, measure] as const),
    ),
  )(
    'the finding of %s, %s names its table and scale, and quotes its figures',
    (id, measureId, dataset, measure) => {
      const text = finding(t, id, measureId);
      expect(text).toContain(words.tables[id]);
      expect(text).toContain(words.settings[id]);
      const tokens = measure.trainingTokens ?? dataset.trainingTokens;
      if (tokens !== undefined) expect(text).toContain(showCount(tokens));
      const counts = pointsOf(dataset, measureId).flatMap(
        ({ parameters }) => parameters ?? measure.parameters ?? [],
      );
      if (counts.length > 0) expect(text).toContain(showCount(Math.min(...counts)));
      if (counts.length > 0) expect(text).toContain(showCount(Math.max(...counts)));

      // Each figure between marks is one of the table's own.
      const own = dataset.rows.flatMap(({ values, cache = 0 }) => [
        ...(values[measureId] === undefined ? [] : [showValue(values[measureId], measure)]),
        t(`cache.${dataset.x}`, { cache: showCache(cache, dataset) }),
      ]);
      const quoted = [...text.matchAll(/<q>(.+?)<\/q>/g)].map(([, figure]) => figure);
      expect(quoted.length).toBeGreaterThan(1);
      expect(own).toEqual(expect.arrayContaining(quoted));
      // One sentence.
      expect(text.replaceAll(/<q>.+?<\/q>/g, '').match(/[.。](?=\s|$)/g)).toHaveLength(1);
      expect(text).not.toContain('{{');
    },
  );

  test('both sides of a disagreement show their tables, figures and scales', () => {
    for (const each of disagreements) {
      for (const side of each.sides) {
        const text = opinionText(t, side);
        expect(text).toContain(words.tables[side.dataset.id]);
        expect(text).toContain(words.settings[side.dataset.id]);
        for (const { label, value } of side.points) {
          expect(text).toContain(label);
          expect(text).toContain(`<q>${showValue(value, side.measure)}</q>`);
        }
        expect(text).not.toContain('{{');
      }
      expect(differText(t, each).length).toBeGreaterThan(words.disagree.differ.length - 8);
    }
  });
});

test('a finding reads as a sentence of its language', () => {
  expect(finding(inEnglish, 'su', 'loss')).toBe(
    'In Su Jianlin 2025 (842M–1.171B parameters, 16B training tokens, width 2048, 12 layers, 16 heads) the lowest loss is <q>2.677</q>, by GQA1-(512-64)-S3 (1.171B) with <q>576 elements</q> cached; with the least, <q>512 elements</q>, it is <q>2.708</q>, by GQA2-(192-64)-S2 (943M); with the most, <q>4,096 elements</q>, it is <q>2.721</q>, by MHA (931M).',
  );
  expect(finding(inChinese, 'v2t9', 'ceval', 15_800)).toBe(
    'DeepSeek-V2 表 9（15.7B–15.8B 参数，MoE 模型），C-Eval：以 small MoE with MHA（15.8B） 最高，为 <q>51.6</q>，缓存 <q>110.6K 个元素</q>；缓存最小（<q>15.6K 个元素</q>）时以 small MoE with MLA（15.7B） 最好，为 <q>50.9</q>。',
  );
});

test('better comes first in a side’s sentence, and equals are said to be equal', () => {
  const sentence = (id: string, side: 0 | 1) => {
    const each = disagreements.find((one) => one.id === id);
    return each ? opinionText(inEnglish, each.sides[side]) : '';
  };
  expect(sentence('mhaGqa', 1)).toBe(
    'GLA, Tables 2 and 5, perplexity at 1.471B: GQA-4 <q>10.202</q> ahead of MHA <q>10.311</q> (1.471B parameters, 50B training tokens, FineWeb-Edu; caches not recorded here).',
  );
  expect(sentence('mlaMha', 1)).toContain('MLA and MHA both <q>2.721</q>');
  expect(sentence('mlaMha', 1)).toContain('caches unlike: 576 and 4,096');
});

test('counts keep all the digits that were printed', () => {
  expect([842e6, 1171e6, 1e9, 15.8e9, 247.4e9, 1.33e12, 16e9].map(showCount)).toEqual([
    '842M',
    '1.171B',
    '1B',
    '15.8B',
    '247.4B',
    '1.33T',
    '16B',
  ]);
  for (const { rows } of qualityDatasets) {
    for (const { parameters } of rows) {
      if (parameters === undefined) continue;
      const [, digits = '', unit] = /^([\d.]+)(M|B)$/.exec(showCount(parameters)) ?? [];
      expect(Number(digits) * (unit === 'M' ? 1e6 : 1e9)).toBeCloseTo(parameters, 0);
    }
  }
});

test('every source can be opened', () => {
  for (const { id, source } of qualityDatasets) {
    expect(sourceAddress(source), id).toMatch(
      /^https:\/\/(arxiv\.org\/abs\/\d{4}\.\d{5}|spaces\.ac\.cn\/archives\/\d+)$/,
    );
  }
  expect(sourceAddress('a book')).toBeNull();
});
