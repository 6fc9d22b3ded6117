// What a device must grant for a spec, to be asked before it is requested.

import type { Plan } from '../attention/plan';
import { link } from '../gpu/link';
import { bindingsOf } from '../gpu/pipelines';
import { shippedChoices, type KernelChoice } from '../kernels/choices';
import type { Knobs } from '../kernels/dispatch';
import { footprint } from '../kernels/footprint';
import { schedule } from '../kernels/schedule';
import { shaderSources } from '../kernels/sources';
import { fullSizes } from '../kernels/stepData';
import {
  attendPlan,
  pageCount,
  refuseShape,
  type AttendShape,
  type AttendSpec,
} from './attendSpec';
import { attendKnobs, layerKnobs } from './knobs';
import { layerPlan, tokensAtOnce, type LayerSpec } from './layerSpec';

export interface Requirements {
  /** Without these nothing runs: none. */
  readonly requiredFeatures: readonly GPUFeatureName[];
  /** Used where the device has them: faster, and nothing else. */
  readonly usedFeatures: readonly GPUFeatureName[];
  /** At least so much, to be asked for where it is more than the default. */
  readonly requiredLimits: {
    readonly maxBufferSize: number;
    readonly maxStorageBufferBindingSize: number;
    readonly maxStorageBuffersPerShaderStage: number;
    readonly maxComputeWorkgroupsPerDimension: number;
  };
}

/** A spec of `createAttend`, whose buffers need not exist yet, or of `createSession`. */
export type AnySpec = (AttendShape & Partial<Pick<AttendSpec, 'buffers'>>) | LayerSpec;

/** Throws LibraryError where the spec is refused on any device. */
export function requirements(spec: AnySpec): Requirements {
  const choices = spec.choice ? [spec.choice] : shippedChoices(planOfChoice(spec));
  const needs = choices.flatMap((choice) => schedulesOf(spec, choice)).map(needsOf);
  const most = (of: (needs: Needs) => number) => Math.max(...needs.map(of));
  const bytes = most(({ largestBytes }) => largestBytes);
  const chosen = spec.choice?.reduction === 'subgroup';
  return {
    requiredFeatures: chosen ? ['subgroups'] : [],
    usedFeatures: chosen ? [] : ['subgroups'],
    requiredLimits: {
      maxBufferSize: bytes,
      maxStorageBufferBindingSize: bytes,
      maxStorageBuffersPerShaderStage: most(({ storageBuffers }) => storageBuffers),
      maxComputeWorkgroupsPerDimension: most(({ widest }) => widest),
    },
  };
}

/** The plan that a choice is shipped for. */
function planOfChoice(spec: AnySpec): Plan {
  if ('variant' in spec) return layerPlan(spec, 'decode');
  refuseShape(spec);
  return attendPlan(spec, spec.buffers ?? {});
}

function schedulesOf(spec: AnySpec, choice: KernelChoice): [Plan, Knobs][] {
  if ('variant' in spec) {
    return [
      [layerPlan(spec, 'prefill'), layerKnobs(spec, tokensAtOnce(spec), choice)],
      [layerPlan(spec, 'decode'), layerKnobs(spec, 1, choice)],
    ];
  }
  refuseShape(spec);
  return [
    [
      attendPlan(spec, spec.buffers ?? {}),
      attendKnobs(spec, choice, pageCount(spec, spec.buffers)),
    ],
  ];
}

interface Needs {
  readonly largestBytes: number;
  readonly storageBuffers: number;
  readonly widest: number;
}

function needsOf([plan, knobs]: readonly [Plan, Knobs]): Needs {
  const scheduled = schedule(plan, knobs);
  const sizes = fullSizes(scheduled);
  const storageOf = scheduled.dispatches.map(({ kernel, slots, constants }) => {
    const { code } = link({ sources: shaderSources, kernel, slots, constants });
    return bindingsOf(code).filter(({ type }) => type !== 'uniform').length;
  });
  return {
    largestBytes: footprint(scheduled).largestBytes,
    storageBuffers: Math.max(...storageOf),
    widest: Math.max(...scheduled.dispatches.flatMap(({ grid }) => grid(sizes))),
  };
}
