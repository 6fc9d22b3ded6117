// What a reader sets at the charts themselves, and which of them are open.

import type { Problem } from '../attention/dims';
import { firstQuality, mostParameters, type QualityChoice } from './qualityChoices';

/** Pages of the ledger: the charts that answer one question together. */
export const pages = [
  'overview',
  'race',
  'anatomy',
  'memory',
  'time',
  'serving',
  'design',
  'code',
] as const;
export type Page = (typeof pages)[number];

/** What a person waits for: the first token of an answer, or each one after it. */
export const waits = ['first', 'next'] as const;
export type Wait = (typeof waits)[number];

/** What the squares of the receipts count. */
export const squareUnits = ['elements', 'bytes'] as const;
export type SquareUnit = (typeof squareUnits)[number];

export interface ChartSettings extends QualityChoice {
  readonly page: Page;
  readonly squareUnit: SquareUnit;
  /** Of the chart of waiting. */
  readonly wait: Wait;
  /** Tokens of a block, sequences, and tokens that all of them begin with: of the chart of pages. */
  readonly blockTokens: number;
  readonly sequences: number;
  readonly sharedTokens: number;
  /** Of the chart of pages: sequences that have finished, each making room for the next to arrive. */
  readonly finished: number;
  /** Tokens computed in one step of each sequence: of the roofline. */
  readonly newTokens: number;
  /** Of the chart of low rank: hundredths of the power by which seeded singular values fall. */
  readonly spectrumFall: number;
}

export type ChartNumber = Exclude<
  keyof ChartSettings,
  'page' | 'squareUnit' | 'wait' | 'datasetId' | 'measure'
>;

export const chartRanges: Record<ChartNumber, { readonly min: number; readonly max: number }> = {
  blockTokens: { min: 1, max: 1024 },
  sequences: { min: 1, max: 64 },
  sharedTokens: { min: 0, max: 4096 },
  finished: { min: 0, max: 1000 },
  newTokens: { min: 1, max: 16384 },
  sameParameters: { min: 0, max: mostParameters },
  spectrumFall: { min: 0, max: 200 },
};

/** vLLM's blocks are of 16 tokens. */
export const usualCharts: ChartSettings = {
  page: 'overview',
  squareUnit: 'elements',
  wait: 'first',
  blockTokens: 16,
  sequences: 12,
  sharedTokens: 0,
  finished: 0,
  newTokens: 1,
  spectrumFall: 50,
  ...firstQuality,
};

export interface ChartProblem extends Pick<Problem, 'values'> {
  readonly field: ChartNumber;
  readonly code: 'notWhole' | 'outOfRange';
}

/** What is wrong with numbers set at a chart, in the words of `problemTemplates`. */
export const chartProblems = <Name extends ChartNumber>(
  settings: Readonly<Record<Name, number>>,
  names: readonly Name[],
): ChartProblem[] =>
  names.flatMap((field): ChartProblem[] => {
    const value = settings[field];
    const { min, max } = chartRanges[field];
    if (!Number.isInteger(value)) return [{ field, code: 'notWhole', values: { field, value } }];
    if (value >= min && value <= max) return [];
    return [{ field, code: 'outOfRange', values: { field, value, min, max } }];
  });
