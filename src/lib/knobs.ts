// What a caller's spec says to the schedule.

import { weightFormatFor } from '../attention/format';
import type { KernelChoice } from '../kernels/choices';
import type { Knobs } from '../kernels/dispatch';
import type { AttendShape } from './attendSpec';
import type { LayerSpec } from './layerSpec';

export const attendKnobs = (
  { batch, capacity, newTokens, format }: AttendShape,
  choice: KernelChoice,
  pages?: number,
): Knobs => ({
  batch,
  capacity,
  ...(pages === undefined ? {} : { pages }),
  maxNewTokens: newTokens,
  format,
  weightFormat: 'f32',
  ...choice,
});

/** `maxNewTokens`: of the phase. */
export const layerKnobs = (
  { batch, capacity, format, weightFormat }: LayerSpec,
  maxNewTokens: number,
  choice: KernelChoice,
): Knobs => ({
  batch,
  capacity,
  maxNewTokens,
  format,
  weightFormat: weightFormat ?? weightFormatFor(format),
  ...choice,
});
