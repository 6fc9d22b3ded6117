// What a tuned choice holds for, and which of the stored ones holds for a plan on a device.

import { rowWidth, type Plan } from '../../attention/plan';
import { seedOf } from '../../attention/random';
import { version } from '../../../package.json';
import {
  attendShapeOf,
  shippedChoice,
  type GpuFacts,
  type KernelChoice,
} from '../../kernels/choices';
import type { Knobs } from '../../kernels/dispatch';
import { shaderSources } from '../../kernels/sources';
import type { TunedKernels, TuningKey } from './records';

const shadersHash = seedOf(
  0,
  Object.entries(shaderSources)
    .map(([path, text]) => `${path}\n${text}`)
    .toSorted()
    .join(''),
);

/** Throws where the plan does not attend, or no kernel does it. */
export function tuningKey({ info, device }: GpuFacts, plan: Plan, knobs: Knobs): TuningKey {
  const shape = attendShapeOf(plan, knobs);
  const step = plan.steps.find((each) => each.op === 'attend');
  if (!shape || step?.op !== 'attend') throw new Error('a plan without attention is not tuned');
  const { vendor, architecture, description } = info;
  const { key, value, groupSize } = shape;
  const widths = `${rowWidth(plan, step.key)} + ${rowWidth(plan, step.value)}`;
  // Timestamps change no kernel.
  const features = [...device.features].filter((feature) => feature !== 'timestamp-query');
  return {
    adapter: [vendor, architecture, description, features.toSorted().join(' ')].join(' | '),
    shape: `${plan.phase} ${key.format}/${value.format} ${key.place} ${widths} group ${groupSize}`,
    kernels: `${version} ${shadersHash.toString(16).padStart(8, '0')}`,
    contextLog2: Math.floor(Math.log2(knobs.capacity)),
  };
}

const sameBut = (a: TuningKey, b: TuningKey): boolean =>
  a.adapter === b.adapter && a.shape === b.shape && a.kernels === b.kernels;

/** The stored choice of the nearest context, the longer of two as near; undefined where none was tuned. */
export function nearestTuned(
  tuned: readonly TunedKernels[],
  key: TuningKey,
): TunedKernels | undefined {
  const distance = ({ key: { contextLog2 } }: TunedKernels) =>
    Math.abs(contextLog2 - key.contextLog2);
  return tuned
    .filter((each) => sameBut(each.key, key))
    .toSorted((a, b) => distance(a) - distance(b) || b.key.contextLog2 - a.key.contextLog2)[0];
}

/** What a run starts with: tuned where that was stored, else as shipped. Throws what `tuningKey` throws. */
export function choiceFor(
  gpu: GpuFacts,
  plan: Plan,
  knobs: Knobs,
  tuned: readonly TunedKernels[],
): KernelChoice {
  const { choice } = shippedChoice(gpu, plan);
  if (tuned.length === 0) return choice;
  return nearestTuned(tuned, tuningKey(gpu, plan, knobs))?.choice ?? choice;
}
