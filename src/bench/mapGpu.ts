// One attention map on the GPU: a layer runs over the sequence as it serves, and a kernel of its own then shows the
// weights of its queries and cached rows, which no kernel that serves ever holds whole.

import type { Plan } from '../attention/plan';
import { Session } from '../kernels/session';
import { DecodeRun, type DecodeDevice } from './decodeRun';
import { fitOf, memoryOf } from './fit';
import type { MapMade } from './mapOn';
import type { MapRequest, MapSide } from './mapRecords';
import type { MapValues } from './mapValues';
import type { LayerRequest, RunFailure } from './records';
import { choiceFor } from './tuning/key';

/** Submits that the layer is cut into: a software adapter takes a good part of a second for all of it. */
const parts = 8;

/** Throws where the layer cannot run here, DeviceLostError, or the signal's reason. */
export async function mapOnGpu(
  device: DecodeDevice,
  { conventions, seed, tokens }: MapRequest,
  side: MapSide,
  { plan, values }: { readonly plan: Plan; readonly values: MapValues },
  signal: AbortSignal,
): Promise<MapMade<Float32Array> | RunFailure> {
  const { gpu, createSession } = device;
  const { dims, format } = side;
  const layer: LayerRequest = {
    dims,
    conventions,
    contenders: [side],
    batch: 1,
    format,
    scope: 'wholeLayer',
    seed,
  };
  const point = { ...side, context: tokens, newTokens: tokens, plan };
  const weightFormat = 'f32';
  const fit = fitOf(layer, point, memoryOf(gpu), (each, knobs) =>
    choiceFor(gpu, each, { ...knobs, weightFormat }, []),
  );
  if (!('copies' in fit)) return fit;
  const how = { ...fit.knobs, weightFormat, copies: 1 } as const;
  const session = createSession
    ? await createSession(gpu, plan, how)
    : await Session.create(gpu, plan, how);
  try {
    for (const [id, data] of Object.entries(values.weights)) session.writeWeight(id, data);
    // What no kernel writes is then not taken for a result.
    session.poisonActivations();
    for (const [id, data] of Object.entries(values.inputs)) session.writeInput(id, data);
    session.setStep({ newTokens: tokens, starts: [0], lengths: [tokens], offsets: [0] });
    await new DecodeRun(device, layer, signal).runOnce(session, parts);
    const output = await session.read(plan.output);
    return { weights: await session.tap('probs'), output };
  } finally {
    session.dispose();
  }
}
