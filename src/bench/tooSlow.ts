// Which steps are refused since they would take too long: longer than a reader waits, or than a system lets a shader run.

import type { Schedule } from '../kernels/dispatch';
import { leastPartShare } from '../kernels/parts';
import { fullSizes } from '../kernels/stepData';
import { TooSlowError } from './failures';

/** Seven rounds of it are more than a reader waits for. */
const longestStepNs = 15e9;

/** Of what cannot be cut: systems end a shader that takes two seconds, and with it all that the device held. */
const longestPartNs = 1e9;

const seconds = (ns: number): string => `${(ns / 1e9).toFixed(1)} s`;

/** Throws TooSlowError where a whole step, foreseen to take so long, would keep a reader or the device too long. */
export function refuseTooSlow(stepNs: number, scheduled: Schedule): void {
  if (stepNs > longestStepNs) {
    throw new TooSlowError(`one step would take about ${seconds(stepNs)} here`);
  }
  const partNs = stepNs * leastPartShare(scheduled.dispatches, fullSizes(scheduled));
  if (partNs <= longestPartNs) return;
  const workgroup = `one workgroup of a step would take about ${seconds(partNs)} here`;
  throw new TooSlowError(`${workgroup}, and cannot be cut: choose fewer cached tokens`);
}
