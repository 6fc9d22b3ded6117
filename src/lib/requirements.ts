// What a device must grant for a spec, to be asked before it is requested.

import type { Plan } from '../attention/plan';
import { shippedChoices, type KernelChoice } from '../kernels/choices';
import type { Knobs } from '../kernels/dispatch';
import { amountNeeded, needsOf, type NeededLimit } from '../kernels/needs';
import { schedule } from '../kernels/schedule';
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
  const needs = choices
    .flatMap((choice) => schedulesOf(spec, choice))
    .flatMap(([plan, knobs]) => needsOf(schedule(plan, knobs)));
  const most = (limit: NeededLimit) => amountNeeded(needs, limit);
  const chosen = spec.choice?.reduction === 'subgroup';
  return {
    requiredFeatures: chosen ? ['subgroups'] : [],
    usedFeatures: chosen ? [] : ['subgroups'],
    requiredLimits: {
      maxBufferSize: most('maxBufferSize'),
      maxStorageBufferBindingSize: most('maxStorageBufferBindingSize'),
      maxStorageBuffersPerShaderStage: most('maxStorageBuffersPerShaderStage'),
      maxComputeWorkgroupsPerDimension: most('maxComputeWorkgroupsPerDimension'),
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
