// What there is to know of where kernels run: the adapter's features and limits, and what a request needs of them.

import { pointsOf } from '../bench/contest';
import { knobsOf } from '../bench/fit';
import { choiceFor } from '../bench/tuning/key';
import { raisedLimits, optionalFeatures } from '../gpu/device';
import { mostNeeded, needsOf, neededLimits, type Need } from '../kernels/needs';
import { schedule } from '../kernels/schedule';
import type { OpenDevice } from './deviceSession';
import type { DecodeRequest, ExaminedFeature, ExaminedLimit } from './protocol';

/** All optional features that we know a use for, and whether the adapter has them and the device granted them. */
export const examinedFeatures = ({ gpu }: OpenDevice): ExaminedFeature[] =>
  optionalFeatures.map((name) => ({
    name,
    offered: gpu.offer?.features.includes(name) ?? gpu.device.features.has(name),
    granted: gpu.device.features.has(name),
  }));

/** The largest needs of the request's contenders at its longest context; of those that no kernel does, none. */
function needsOfRequest({ gpu }: OpenDevice, request: DecodeRequest): Need[] {
  const longest = Math.max(...request.contexts);
  const points = pointsOf({ ...request, contexts: [longest] });
  return points.flatMap(({ plan, context }) => {
    try {
      const knobs = knobsOf(request, context);
      const choice = choiceFor(gpu, plan, knobs, request.tuned ?? []);
      return needsOf(schedule(plan, { ...knobs, ...choice }));
    } catch {
      return [];
    }
  });
}

/** Every limit that a kernel may come upon. */
export function examinedLimits(
  device: OpenDevice,
  request: DecodeRequest | null,
): readonly ExaminedLimit[] {
  const { limits } = device.gpu.device;
  const needs = request ? mostNeeded(needsOfRequest(device, request)) : [];
  const raised: readonly string[] = raisedLimits;
  return neededLimits.map((name) => {
    const need = needs.find(({ limit }) => limit === name);
    const offered = device.gpu.offer?.limits[name];
    return {
      name,
      raised: raised.includes(name),
      offered: offered ?? null,
      granted: limits[name],
      need: need ? { amount: need.amount, by: need.by } : null,
    };
  });
}
