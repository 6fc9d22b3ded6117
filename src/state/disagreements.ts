// Derived: where published tables disagree, with both sides' figures and what differs between their experiments.

import {
  byQuality,
  datasetById,
  measureById,
  pointsOf,
  sameShare,
  scaleOf,
  type QualityDataset,
  type QualityMeasure,
  type QualityPoint,
  type QualityScale,
} from './quality';
import type { DatasetId, MeasureId } from './qualityChoices';

/** The same question put to a table: which of two rows is better in a measure. */
export interface Opinion {
  readonly dataset: QualityDataset;
  readonly measure: QualityMeasure;
  /** In the order of the question's name. */
  readonly points: readonly [QualityPoint, QualityPoint];
  /** The place of the better one in `points`; null: the table has them equal. */
  readonly better: 0 | 1 | null;
  readonly scale: QualityScale;
  /** Whether both cache as much, within 5 %; null where the claim does not state it. */
  readonly equalCache: boolean | null;
  /** The same of their parameters. */
  readonly equalParameters: boolean | null;
}

/** What differs between two tables; `unstated`: at least one of them does not say. */
export interface Differences {
  readonly measure: boolean;
  readonly parameters: boolean | 'unstated';
  readonly trainingTokens: boolean | 'unstated';
}

export const questionIds = [
  'mhaGqa',
  'mhaMqa',
  'mlaMha',
  'mlaMhaCell',
  'mlaGqa',
  'mlaMqa',
] as const;

export type QuestionId = (typeof questionIds)[number];

export interface Disagreement {
  readonly id: QuestionId;
  readonly sides: readonly [Opinion, Opinion];
  readonly differ: Differences;
}

type Side = readonly [DatasetId, MeasureId, first: string, second: string];

/** Each pair by the sources' own labels: what a reader who has seen one of the tables would not expect of the other. */
const questions: Readonly<Record<QuestionId, readonly [Side, Side]>> = {
  mhaGqa: [
    ['v2t8', 'mmlu', 'MHA', 'GQA, 8 groups'],
    ['gla', '1471m', 'MHA', 'GQA-4'],
  ],
  mhaMqa: [
    ['v2t8', 'mmlu', 'MHA', 'MQA'],
    ['gla', '876m', 'MHA', 'MQA'],
  ],
  mlaMha: [
    ['v2t9', 'mmlu', 'large MoE with MLA', 'large MoE with MHA'],
    ['su', 'loss', 'MLA', 'MHA'],
  ],
  mlaMhaCell: [
    ['v2t9', 'mmlu', 'small MoE with MLA', 'small MoE with MHA'],
    ['v2t9', 'ceval', 'small MoE with MLA', 'small MoE with MHA'],
  ],
  mlaGqa: [
    ['su', 'loss', 'MLA', 'GQA2-128'],
    ['gla', '1471m', 'MLA', 'GQA-4'],
  ],
  mlaMqa: [
    ['gla', '876m', 'MLA', 'MQA'],
    ['su', 'loss', 'MLA', 'GQA1-256'],
  ],
};

const alike = (a: number | undefined, b: number | undefined): boolean | null =>
  a === undefined || b === undefined ? null : Math.abs(a / b - 1) <= sameShare;

function opinion([datasetId, measureId, ...labels]: Side): Opinion {
  const dataset = datasetById(datasetId);
  const measure = measureById(dataset, measureId);
  const [first, second] = labels.map((label) => {
    const found = pointsOf(dataset, measureId).find((point) => point.label === label);
    if (!found) throw new Error(`the table "${datasetId}" has no figure of "${label}"`);
    return found;
  });
  if (!first || !second) throw new Error('a question is about two rows');
  const order = byQuality(measure)({ ...first, cache: 0 }, { ...second, cache: 0 });
  return {
    dataset,
    measure,
    points: [first, second],
    better: order === 0 ? null : order < 0 ? 0 : 1,
    scale: scaleOf(dataset, measure, [first, second]),
    equalCache: alike(first.cache, second.cache),
    equalParameters:
      measure.parameters === undefined ? alike(first.parameters, second.parameters) : true,
  };
}

/** Whether two figures are more than 5 % apart. */
function apart(a: number | undefined, b: number | undefined): boolean | 'unstated' {
  const same = alike(a, b);
  return same === null ? 'unstated' : !same;
}

function disagreement(id: QuestionId): Disagreement {
  const [a, b] = questions[id];
  const sides = [opinion(a), opinion(b)] as const;
  const [one, other] = sides;
  return {
    id,
    sides,
    differ: {
      measure: a[1] !== b[1] || one.measure.better !== other.measure.better,
      parameters: apart(one.scale.parameters?.[0], other.scale.parameters?.[0]),
      // One table trains its models alike, whether it says on how much or not.
      trainingTokens: a[0] !== b[0] && apart(one.scale.trainingTokens, other.scale.trainingTokens),
    },
  };
}

export const disagreements: readonly Disagreement[] = questionIds.map(disagreement);
