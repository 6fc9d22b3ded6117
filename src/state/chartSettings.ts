// What a reader sets at the charts themselves, and which of them are open.

/** Pages of the ledger: the charts that answer one question together. */
export const pages = ['overview', 'memory', 'time', 'serving', 'design'] as const;
export type Page = (typeof pages)[number];

/** What a person waits for: the first token of an answer, or each one after it. */
export const waits = ['first', 'next'] as const;
export type Wait = (typeof waits)[number];

export interface ChartSettings {
  readonly page: Page;
  /** Of the chart of waiting. */
  readonly wait: Wait;
  /** Tokens of a block, sequences, and tokens that all of them begin with: of the chart of pages. */
  readonly blockTokens: number;
  readonly sequences: number;
  readonly sharedTokens: number;
  /** Tokens computed in one step of each sequence: of the roofline. */
  readonly newTokens: number;
}

export type ChartNumber = Exclude<keyof ChartSettings, 'page' | 'wait'>;

export const chartRanges: Record<ChartNumber, { readonly min: number; readonly max: number }> = {
  blockTokens: { min: 1, max: 1024 },
  sequences: { min: 1, max: 64 },
  sharedTokens: { min: 0, max: 4096 },
  newTokens: { min: 1, max: 16384 },
};

/** vLLM's blocks are of 16 tokens. */
export const usualCharts: ChartSettings = {
  page: 'overview',
  wait: 'first',
  blockTokens: 16,
  sequences: 12,
  sharedTokens: 0,
  newTokens: 1,
};
