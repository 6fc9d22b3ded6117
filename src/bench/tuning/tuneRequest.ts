// Tunes the attention of every contender of a request at its longest context that fits the device.

import { pointsOf } from '../contest';
import type { DecodeDevice } from '../decodeRun';
import { failureOf } from '../failures';
import { fitOf, knobsOf, memoryOf } from '../fit';
import type { DecodeRequest } from '../records';
import { choiceFor, tuningKey } from './key';
import type { TunedKernels, TuningEvent } from './records';
import { tune } from './tune';

/** Contenders of one key share a tuning. Throws DeviceLostError, or the signal's reason after an abort. */
export async function* tuneRequest(
  device: DecodeDevice,
  request: DecodeRequest,
  signal: AbortSignal,
): AsyncGenerator<TuningEvent, void> {
  const { gpu } = device;
  const memory = memoryOf(gpu);
  const points = pointsOf(request).toReversed();
  const known = new Map<string, TunedKernels>();
  for (const { variantId, mode } of request.contenders) {
    const contender = { variantId, mode };
    const mine = points.filter((each) => each.variantId === variantId && each.mode === mode);
    const fits = mine.map((point) =>
      fitOf(request, point, memory, (plan, knobs) => choiceFor(gpu, plan, knobs, [])),
    );
    const at = fits.findIndex((fit) => 'copies' in fit);
    const point = mine[at];
    if (!point) {
      const [failure] = fits;
      if (failure && 'code' in failure) yield { type: 'failure', ...contender, failure };
      continue;
    }
    try {
      const knobs = knobsOf(request, point.context);
      const id = JSON.stringify(tuningKey(gpu, point.plan, knobs));
      let tuned = known.get(id);
      if (!tuned) {
        const tuning = tune(device, point.plan, knobs, { signal, seed: request.seed });
        let next = await tuning.next();
        while (!next.done) {
          yield { ...next.value, ...contender };
          next = await tuning.next();
        }
        tuned = next.value;
        known.set(id, tuned);
      }
      yield { type: 'tuned', ...contender, tuned };
    } catch (error) {
      yield { type: 'failure', ...contender, failure: failureOf(error, signal) };
    }
  }
}
