// What a file says of a measured point, whichever chart it is of: named in English, with units, for programs.

import type { MeasuredPoint } from '../../engine/protocol';

type Cell = string | number | boolean;

/** @param adapter what it was measured on, as `adapterName` gives it */
export const pointColumns = (adapter: string): Record<string, (point: MeasuredPoint) => Cell> => ({
  variant: (p) => p.variantId,
  mode: (p) => p.mode,
  context_tokens: (p) => p.context,
  batch: (p) => p.batch,
  format: (p) => p.format,
  scope: (p) => p.scope,
  ran_on: (p) => p.ranOn,
  adapter: () => adapter,
  timer: (p) => p.timer,
  median_ns: (p) => p.medianNs,
  q1_ns: (p) => p.q1Ns,
  q3_ns: (p) => p.q3Ns,
  samples_ns: (p) => p.samplesNs.join(' '),
  steps_per_sample: (p) => p.stepsPerSample,
  parts_per_step: (p) => p.parts,
  clock_step_ns: (p) => p.resolutionNs,
  rotated_bytes: (p) => p.rotatedBytes,
  cold: (p) => p.cold,
  setup_ns: (p) => p.firstNs,
  setup_compiled: (p) => p.firstCompiled,
  compulsory_bytes: (p) => p.compulsoryBytes,
  actual_bytes: (p) => p.actualBytes,
  flops: (p) => p.flops,
});
