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
  'batches',
  'waiting',
  'prompts',
  'heads',
  'quality',
  'anatomy',
  'map',
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
  batches: ['model', 'format'],
  waiting: frameControls,
  prompts: ['model', 'format'],
  heads: ['model'],
  quality: [],
  anatomy: frameControls,
  map: ['model'],
  lowrank: ['model', 'format'],
  precision: ['model'],
  shader: ['model', 'format'],
};

export const pageViews: Readonly<Record<Page, readonly ChartId[]>> = {
  overview: ['growth', 'decode'],
  race: ['race'],
  anatomy: ['anatomy', 'map'],
  memory: ['pages', 'cards'],
  time: ['roofline', 'crossover'],
  serving: ['throughput', 'batches', 'waiting', 'prompts'],
  design: ['heads', 'quality', 'lowrank', 'precision'],
  code: ['shader'],
};
