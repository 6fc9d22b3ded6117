// What a caller's spec says to the schedule.

import { weightFormatFor } from '../attention/format';
import { UnsupportedError } from '../gpu/errors';
import type { KernelChoice } from '../kernels/choices';
import { attendFamilies, type Knobs } from '../kernels/dispatch';
import { mostRows } from '../kernels/registerAttend';
import type { AttendShape } from './attendSpec';
import { LibraryError, requireCount } from './errors';
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

const reductions = ['workgroup', 'subgroup'];

/** Throws LibraryError for kernels that are not there, UnsupportedError for those that this device cannot run. */
export function refuseChoice(
  device: Pick<GPUDevice, 'features'>,
  { family, reduction, rows }: KernelChoice,
): void {
  const refuse = (what: string, advice: string): never => {
    throw new LibraryError('notSupported', `${what}: ${advice}`);
  };
  if (!attendFamilies.includes(family)) {
    refuse(`choice.family is "${String(family)}"`, `choose ${attendFamilies.join(' or ')}`);
  }
  if (!reductions.includes(reduction)) {
    refuse(`choice.reduction is "${String(reduction)}"`, `choose ${reductions.join(' or ')}`);
  }
  if (reduction === 'subgroup' && !device.features.has('subgroups')) {
    const advice = 'ask for it when the device is opened, or choose the reduction workgroup';
    throw new UnsupportedError('subgroups', true, false, advice);
  }
  if (rows !== undefined) requireCount('choice.rows', rows, 1, mostRows[reduction]);
}
