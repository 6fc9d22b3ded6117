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
  'anatomy',
  'lowrank',
  'precision',
  'shader',
] as const;
export type ViewId = (typeof viewIds)[number];
export type ChartId = Exclude<ViewId, 'receipts'>;

/** The controls that a frame can offer, by their keys in the link. */
export const frameControls = ['model', 'ctx', 'format'] as const;
export type FrameControl = (typeof frameControls)[number];

/** Those that a view reads: in a frame of it the others would change nothing. */
export const viewControls: Readonly<Record<ViewId, readonly FrameControl[]>> = {
  receipts: frameControls,
  growth: frameControls,
  decode: ['model', 'format'],
  race: ['model', 'format'],
  pages: frameControls,
  cards: ['model'],
  roofline: frameControls,
  crossover: ['model', 'ctx'],
  throughput: frameControls,
  waiting: frameControls,
  heads: ['model'],
  quality: [],
  anatomy: frameControls,
  lowrank: ['model', 'format'],
  precision: ['model'],
  shader: ['model', 'format'],
};

export const pageViews: Readonly<Record<Page, readonly ChartId[]>> = {
  overview: ['growth', 'decode'],
  race: ['race'],
  anatomy: ['anatomy'],
  memory: ['pages', 'cards'],
  time: ['roofline', 'crossover'],
  serving: ['throughput', 'waiting'],
  design: ['heads', 'quality', 'lowrank', 'precision'],
  code: ['shader'],
};
