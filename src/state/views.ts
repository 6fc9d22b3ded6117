// What can be shown alone, in an article or on a projector, and the pages of the ledger that the charts stand on.

import type { Page } from './chartSettings';

export const viewIds = [
  'receipts',
  'growth',
  'decode',
  'race',
  'pages',
  'cards',
  'roofline',
  'crossover',
  'throughput',
  'waiting',
  'heads',
  'quality',
  'lowrank',
] as const;
export type ViewId = (typeof viewIds)[number];
export type ChartId = Exclude<ViewId, 'receipts'>;

export const pageViews: Readonly<Record<Page, readonly ChartId[]>> = {
  overview: ['growth', 'decode'],
  race: ['race'],
  memory: ['pages', 'cards'],
  time: ['roofline', 'crossover'],
  serving: ['throughput', 'waiting'],
  design: ['heads', 'quality', 'lowrank'],
};
