// Derived: published tables of quality as data to draw (chart C6). Every figure is looked up in the claims, none is here.
//
// The claims are heavy with text, so what opens the page must not import this.

import { variants } from '../attention/variants';
import type { Claim, ResultColumn, ResultRow, ResultTable } from '../facts/claim';
import { claims } from '../facts/claims';
import { datasetIds, measuresOf, type DatasetId, type MeasureId } from './qualityChoices';

export interface QualityMeasure {
  readonly id: MeasureId;
  readonly better: 'higher' | 'lower';
  /** Digits after the point, as many as the longest of the column's figures has. */
  readonly decimals: number;
  /** Of every model in the column, where the column is a size. */
  readonly parameters?: number;
  readonly trainingTokens?: number;
}

export interface QualityRow {
  /** As the source calls it. */
  readonly label: string;
  /** Absent where it is none of this program's variants. */
  readonly variantId?: string;
  /** Rows of one model are compared, others are not; '' where the table has one alone. */
  readonly model: string;
  /** What is cached of a token, in the dataset's `x`. */
  readonly cache?: number;
  readonly parameters?: number;
  readonly activeParameters?: number;
  readonly values: Readonly<Partial<Record<MeasureId, number>>>;
}

export interface QualityDataset {
  readonly id: DatasetId;
  readonly claimId: string;
  /** The full citation. */
  readonly source: string;
  /** Its figures are percentages. */
  readonly percent: boolean;
  readonly note: string;
  readonly trainingTokens?: number;
  /** The unit of the rows' `cache`; `none`: the claim states no cache. */
  readonly x: NonNullable<ResultTable['cacheUnit']> | 'none';
  /** In the order of `measuresOf`. */
  readonly measures: readonly QualityMeasure[];
  readonly rows: readonly QualityRow[];
}

/** A row with its figure in one of the measures. */
export interface QualityPoint extends QualityRow {
  readonly value: number;
}

interface Recipe {
  readonly claimId: string;
  /** The claim's own name of each measure's column. */
  readonly columns: Readonly<Partial<Record<MeasureId, string>>>;
  /** Captures the model in a row's label, where a table has several. */
  readonly model?: RegExp;
}

const benchmarks = { mmlu: 'MMLU', bbh: 'BBH', ceval: 'C-Eval', cmmlu: 'CMMLU' };

const recipes: Readonly<Record<DatasetId, Recipe>> = {
  su: { claimId: 'su-table', columns: { loss: 'loss' } },
  v2t8: { claimId: 'dsv2-t8', columns: benchmarks },
  v2t9: { claimId: 'dsv2-t9', columns: benchmarks, model: /^(small|large) MoE/ },
  gla: {
    claimId: 'gla-ppl',
    columns: { '183m': '183M', '433m': '433M', '876m': '876M', '1471m': '1.471B' },
  },
  cla: { claimId: 'cla-t1', columns: { ppl: 'perplexity' } },
  tpa: { claimId: 'tpa-quality', columns: { '353m': 'medium', '773m': 'large' } },
  gqa: {
    claimId: 'gqa-t1',
    columns: { score: 'average score', seconds: 'seconds per sample' },
    model: / (Large|XXL)$/,
  },
  mqa: {
    claimId: 'mqa-quality',
    columns: {
      lnppl: 'ln(PPL), dev',
      bleu: 'BLEU, dev',
      bleu1: 'BLEU, test, beam 1',
      bleu4: 'BLEU, test, beam 4',
    },
  },
};

const decimalsOf = (value: number): number => (String(value).split('.')[1] ?? '').length;

/** What a claim that may be shown as it is printed has to draw. */
function tableOf(claimId: string): { claim: Claim; table: ResultTable } {
  const claim = claims.find(({ id }) => id === claimId);
  if (!claim?.table) throw new Error(`no claim "${claimId}" with a table`);
  if (claim.kind === 'corrected' || claim.status !== 'verified') {
    throw new Error(`the claim "${claimId}" is not to be shown as printed`);
  }
  return { claim, table: claim.table };
}

function columnOf(table: ResultTable, name: string | undefined): [number, ResultColumn] {
  const i = table.columns.findIndex((column) => column.name === name);
  const column = table.columns[i];
  if (!column) throw new Error(`no column "${name ?? ''}"`);
  return [i, column];
}

function measureOf(table: ResultTable, id: MeasureId, name: string | undefined): QualityMeasure {
  const [i, { better, parameters, trainingTokens }] = columnOf(table, name);
  return {
    id,
    better,
    decimals: Math.max(...table.rows.map(({ values }) => decimalsOf(values[i] ?? 0))),
    ...(parameters !== undefined && { parameters }),
    ...(trainingTokens !== undefined && { trainingTokens }),
  };
}

function rowOf(id: DatasetId, table: ResultTable, row: ResultRow): QualityRow {
  const { columns, model } = recipes[id];
  const { label, attention, cache, parameters, activeParameters } = row;
  const variantId = variants.find(({ name }) => name === attention)?.id;
  const values: Partial<Record<MeasureId, number>> = {};
  for (const measure of measuresOf[id]) {
    const value = row.values[columnOf(table, columns[measure])[0]];
    if (value !== null && value !== undefined) values[measure] = value;
  }
  return {
    label,
    model: model?.exec(label)?.[1] ?? '',
    values,
    ...(variantId !== undefined && { variantId }),
    ...(cache !== undefined && { cache }),
    ...(parameters !== undefined && { parameters }),
    ...(activeParameters !== undefined && { activeParameters }),
  };
}

function build(id: DatasetId): QualityDataset {
  const recipe = recipes[id];
  const { claim, table } = tableOf(recipe.claimId);
  return {
    id,
    claimId: claim.id,
    source: claim.source,
    percent: claim.unit?.includes('%') ?? false,
    note: claim.note ?? '',
    x: table.cacheUnit ?? 'none',
    measures: measuresOf[id].map((measure) => measureOf(table, measure, recipe.columns[measure])),
    rows: table.rows.map((row) => rowOf(id, table, row)),
    ...(table.trainingTokens !== undefined && { trainingTokens: table.trainingTokens }),
  };
}

export const qualityDatasets: readonly QualityDataset[] = datasetIds.map(build);

export function datasetById(id: DatasetId): QualityDataset {
  const found = qualityDatasets.find((dataset) => dataset.id === id);
  if (!found) throw new Error(`no table "${id}": choose ${datasetIds.join(', ')}`);
  return found;
}

export function measureById({ id, measures }: QualityDataset, measureId: MeasureId) {
  const found = measures.find((measure) => measure.id === measureId);
  if (!found) throw new Error(`the table "${id}" has no measure "${measureId}"`);
  return found;
}

/** Parameters count as the same up to this share of them. */
export const sameShare = 0.05;

const isSame = (parameters: number, as: number): boolean =>
  Math.abs(parameters / as - 1) <= sameShare;

const inMillions = (parameters: number): number => Math.round(parameters / 1e6);

/** Millions of parameters that rows have, ascending; none where every row is within 5 % of every other. */
export function parameterChoices({ rows }: QualityDataset): readonly number[] {
  const counts = rows.flatMap(({ parameters }) => parameters ?? []);
  if (counts.every((a) => counts.every((b) => isSame(a, b)))) return [];
  return [...new Set(counts.map(inMillions))].toSorted((a, b) => a - b);
}

/** The choice where some row has so many million parameters, otherwise 0. */
export const ownParameters = (dataset: QualityDataset, millions: number): number =>
  parameterChoices(dataset).includes(millions) ? millions : 0;

/** All rows, or those within 5 % of so many million parameters where it is not 0. */
export function rowsOf(dataset: QualityDataset, sameParameters: number): readonly QualityRow[] {
  const millions = ownParameters(dataset, sameParameters);
  if (millions === 0) return dataset.rows;
  return dataset.rows.filter(
    ({ parameters }) => parameters !== undefined && isSame(parameters, millions * 1e6),
  );
}

/** Of those rows, the ones that have a figure in the measure. */
export const pointsOf = (
  dataset: QualityDataset,
  measureId: MeasureId,
  sameParameters = 0,
): readonly QualityPoint[] =>
  rowsOf(dataset, sameParameters).flatMap((row) => {
    const value = row.values[measureId];
    return value === undefined ? [] : [{ ...row, value }];
  });

export interface QualityScale {
  /** The fewest and the most; absent where the claim states none. */
  readonly parameters?: readonly [fewest: number, most: number];
  readonly trainingTokens?: number;
}

/** The scale at which these points were measured. */
export function scaleOf(
  { trainingTokens }: QualityDataset,
  measure: QualityMeasure,
  points: readonly QualityPoint[],
): QualityScale {
  const counts = points.flatMap((point) => point.parameters ?? measure.parameters ?? []);
  const tokens = measure.trainingTokens ?? trainingTokens;
  return {
    ...(counts.length > 0 && { parameters: [Math.min(...counts), Math.max(...counts)] as const }),
    ...(tokens !== undefined && { trainingTokens: tokens }),
  };
}

/** Negative where `a` is the better; of equals the one that caches less comes first. */
export const byQuality =
  ({ better }: Pick<QualityMeasure, 'better'>) =>
  (a: QualityPoint, b: QualityPoint): number =>
    (better === 'lower' ? a.value - b.value : b.value - a.value) || (a.cache ?? 0) - (b.cache ?? 0);

/** What the points say: which is best, with how much cache; or the order of each model's, best first. */
export type QualityFinding =
  | { readonly kind: 'cache'; best: QualityPoint; least: QualityPoint; most: QualityPoint }
  | { readonly kind: 'ranking'; readonly models: readonly (readonly QualityPoint[])[] };

export function qualityFinding(
  { x }: QualityDataset,
  measure: QualityMeasure,
  points: readonly QualityPoint[],
): QualityFinding {
  const sorted = points.toSorted(byQuality(measure));
  const caches = points.map(({ cache }) => cache ?? 0);
  const bestAt = (cache: number) => sorted.find((point) => point.cache === cache);
  const names = [...new Set(points.map(({ model }) => model))];
  const [best] = sorted;
  const least = bestAt(Math.min(...caches));
  const most = bestAt(Math.max(...caches));
  if (x !== 'none' && names.length === 1 && best && least && most) {
    return { kind: 'cache', best, least, most };
  }
  const models = names.map((name) => sorted.filter(({ model }) => model === name));
  const compared = models.filter((each) => each.length > 1);
  return { kind: 'ranking', models: compared.length > 0 ? compared : models };
}
