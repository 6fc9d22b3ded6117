// The chart of every view, each loaded when it is first shown.

import { lazy, type ComponentType } from 'react';
import type { Runner } from '../../state/runner';
import type { ChartId } from '../../state/views';

/** A chart that needs no runner is given one all the same. */
type Figure = ComponentType<{ runner: Runner }>;

export const figures: Readonly<Partial<Record<ChartId, Figure>>> = {
  growth: lazy(async () => ({ default: (await import('./GrowthFigure')).GrowthFigure })),
  decode: lazy(async () => ({ default: (await import('./DecodeFigure')).DecodeFigure })),
};
