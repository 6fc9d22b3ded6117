// What chart C6 says in words: tables, scales, findings and disagreements. Quoted figures stand between <q> and </q>.

import type { TFunction } from 'i18next';
import type { Differences, Disagreement, Opinion } from '../../state/disagreements';
import {
  parameterChoices,
  qualityFinding,
  scaleOf,
  type QualityDataset,
  type QualityMeasure,
  type QualityPoint,
  type QualityScale,
} from '../../state/quality';
import { exact } from '../quantity';

type T = TFunction<'quality'>;

/** 842M, 1.171B, 1.33T: all the digits that were printed. */
export function showCount(count: number): string {
  const [size, unit] = count >= 1e12 ? [1e12, 'T'] : count >= 1e9 ? [1e9, 'B'] : [1e6, 'M'];
  return `${exact(Number((count / size).toPrecision(12)))}${unit}`;
}

export const showValue = (value: number, { decimals }: QualityMeasure): string =>
  value.toFixed(decimals);

/** What is cached of a token, to the digits that were printed, without its unit where that is elements. */
export function showCache(cache: number, { x }: QualityDataset): string {
  if (x === 'bytesPerToken') return `${exact(cache)} B`;
  return x === 'elementsPerToken' ? `${exact(cache / 1000)}K` : exact(cache);
}

const cacheText = (t: T, dataset: QualityDataset, point: QualityPoint): string =>
  t(`cache.${dataset.x}`, { cache: showCache(point.cache ?? 0, dataset) });

export const measureText = (t: T, { id, parameters = 0 }: QualityMeasure): string =>
  t(`measures.${id}`, { parameters: showCount(parameters) });

/** The measure as the title of an axis, with its unit and which way is better. */
export function axisText(t: T, { percent }: QualityDataset, measure: QualityMeasure): string {
  const values = { measure: measureText(t, measure) };
  if (measure.better === 'higher') return t(percent ? 'axis.percentHigher' : 'axis.higher', values);
  return t(percent ? 'axis.percentLower' : 'axis.lower', values);
}

function scaleText(t: T, { id }: QualityDataset, scale: QualityScale): string {
  const parts: string[] = [];
  if (scale.parameters) {
    const [fewest, most] = scale.parameters.map(showCount);
    const range = fewest === most ? fewest : t('scale.range', { fewest, most });
    parts.push(t('scale.parameters', { parameters: range }));
  }
  if (scale.trainingTokens !== undefined) {
    parts.push(t('scale.trainingTokens', { tokens: showCount(scale.trainingTokens) }));
  }
  return [...parts, t(`settings.${id}`)].join(t('finding.comma'));
}

/** One sentence of what the points say, with the table it is from and its scale. */
export function findingText(
  t: T,
  dataset: QualityDataset,
  measure: QualityMeasure,
  points: readonly QualityPoint[],
): string {
  const finding = qualityFinding(dataset, measure, points);
  const unlike = parameterChoices(dataset).length > 0;
  const common = {
    table: t(`tables.${dataset.id}`),
    scale: scaleText(t, dataset, scaleOf(dataset, measure, points)),
    measure: measureText(t, measure),
  };
  const of = (point: QualityPoint) => ({
    label:
      unlike && point.parameters !== undefined
        ? t('finding.ofSize', { label: point.label, size: showCount(point.parameters) })
        : point.label,
    value: showValue(point.value, measure),
    cache: cacheText(t, dataset, point),
  });
  if (finding.kind === 'cache') {
    const { best, least, most } = finding;
    return [
      t(`finding.best.${measure.better}`, { ...common, ...of(best) }),
      least === best ? '' : t('finding.least', of(least)),
      most === best || most === least ? '' : t('finding.most', of(most)),
      t('finding.end'),
    ].join('');
  }
  const item = (point: QualityPoint) =>
    t(dataset.x === 'none' ? 'finding.item' : 'finding.itemWithCache', of(point));
  const models = finding.models
    .map((each) => each.map(item).join(t('finding.comma')))
    .join(t('finding.semicolon'));
  return t('finding.ranking', { ...common, models }) + t('finding.end');
}

/** One side of a disagreement: what the table says, at which scale, with how much cache and how many parameters. */
export function opinionText(t: T, opinion: Opinion): string {
  const { dataset, measure, points, better, scale, equalCache, equalParameters } = opinion;
  const [first, second] = better === 1 ? [points[1], points[0]] : points;
  const caches = {
    first: showCache(first.cache ?? 0, dataset),
    second: showCache(second.cache ?? 0, dataset),
  };
  const remarks = [
    scaleText(t, dataset, scale),
    equalParameters === false ? t('disagree.otherParameters') : '',
    equalParameters === null ? t('disagree.noParameters') : '',
    equalCache === null
      ? t('disagree.noCache')
      : t(equalCache ? 'disagree.sameCache' : 'disagree.otherCache', caches),
  ];
  const said = t(better === null ? 'disagree.equal' : 'disagree.ahead', {
    table: t(`tables.${dataset.id}`),
    measure: measureText(t, measure),
    first: first.label,
    firstValue: showValue(first.value, measure),
    second: second.label,
    secondValue: showValue(second.value, measure),
    scale: remarks.filter((remark) => remark !== '').join(t('finding.semicolon')),
  });
  return said + t('finding.end');
}

const differenceKeys = {
  parameters: { stated: 'disagree.parameters', unstated: 'disagree.parametersUnstated' },
  trainingTokens: {
    stated: 'disagree.trainingTokens',
    unstated: 'disagree.trainingTokensUnstated',
  },
} as const;

function differenceTexts(t: T, differ: Differences): string[] {
  const texts = (['parameters', 'trainingTokens'] as const).flatMap((what) => {
    const state = differ[what];
    if (state === false) return [];
    return [t(differenceKeys[what][state === true ? 'stated' : 'unstated'])];
  });
  return differ.measure ? [t('disagree.measure'), ...texts] : texts;
}

export const differText = (t: T, { differ }: Disagreement): string =>
  t('disagree.differ', { list: differenceTexts(t, differ).join(t('finding.comma')) });

/** Where a citation can be read: the address it names, or that of the paper by its arXiv number. */
export function sourceAddress(source: string): string | null {
  const [, paper] = /arXiv:(\d{4}\.\d{5})/.exec(source) ?? [];
  if (paper) return `https://arxiv.org/abs/${paper}`;
  const [, post] = /(spaces\.ac\.cn\/archives\/\d+)/.exec(source) ?? [];
  return post ? `https://${post}` : null;
}
