// How the lines of the low-rank chart look: together is a latent's line, as MLA caches one; apart is ink.

import { hueOf } from '../variantStyle';

export const lineLooks = {
  joint: { stroke: hueOf('mla'), width: 3, dash: '' },
  apart: { stroke: 'var(--ink)', width: 1.5, dash: '6 4' },
} as const;

export interface RankLine {
  readonly key: string;
  readonly name: string;
  /** Of the norm, or of the largest: one for each of the chart's ranks. */
  readonly shares: readonly number[];
  readonly stroke: string;
  readonly width: number;
  readonly dash: string;
  /** Whether a value holds for all ranks since the one before. */
  readonly isStep?: boolean;
}
