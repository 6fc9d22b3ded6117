// The chart of every view, each loaded when it is first shown.

import { lazy, type ComponentType } from 'react';
import type { Page } from '../../state/chartSettings';
import type { Runner } from '../../state/runner';
import type { ChartId } from '../../state/views';

/** A chart that needs no runner is given one all the same. */
type Figure = ComponentType<{ runner: Runner }>;

export const figures: Readonly<Record<ChartId, Figure>> = {
  growth: lazy(async () => ({ default: (await import('./GrowthFigure')).GrowthFigure })),
  decode: lazy(async () => ({ default: (await import('./DecodeFigure')).DecodeFigure })),
  race: lazy(async () => ({ default: (await import('../race/RaceFigure')).RaceFigure })),
  pages: lazy(async () => ({ default: (await import('./PagesFigure')).PagesFigure })),
  cards: lazy(async () => ({ default: (await import('./CardsFigure')).CardsFigure })),
  roofline: lazy(async () => ({ default: (await import('./RooflineFigure')).RooflineFigure })),
  crossover: lazy(async () => ({
    default: (await import('./CrossoverFigure')).CrossoverFigure,
  })),
  throughput: lazy(async () => ({
    default: (await import('./ThroughputFigure')).ThroughputFigure,
  })),
  batches: lazy(async () => ({ default: (await import('./SweepFigure')).BatchesFigure })),
  waiting: lazy(async () => ({ default: (await import('./WaitingFigure')).WaitingFigure })),
  prompts: lazy(async () => ({ default: (await import('./SweepFigure')).PromptsFigure })),
  heads: lazy(async () => ({ default: (await import('./HeadsFigure')).HeadsFigure })),
  quality: lazy(async () => ({ default: (await import('./QualityFigure')).QualityFigure })),
  shader: lazy(async () => ({ default: (await import('../shader/ShaderFigure')).ShaderFigure })),
  anatomy: lazy(async () => ({
    default: (await import('../anatomy/AnatomyFigure')).AnatomyFigure,
  })),
  map: lazy(async () => ({ default: (await import('../map/MapFigure')).MapFigure })),
  lowrank: lazy(async () => ({
    default: (await import('../lowrank/LowRankFigure')).LowRankFigure,
  })),
  precision: lazy(async () => ({
    default: (await import('../precision/PrecisionFigure')).PrecisionFigure,
  })),
};

/** What stands above the charts of a page, for all of them. */
export const pageHeads: Readonly<Partial<Record<Page, ComponentType>>> = {
  serving: lazy(async () => ({
    default: (await import('./DeploymentControls')).DeploymentControls,
  })),
};
