// One token on the GPU, all of its tensors read back: through the kernels that serve, and through unfused ones for what
// those keep to themselves.

import { Session } from '../kernels/session';
import type { Knobs } from '../kernels/dispatch';
import type { Point } from './contest';
import { DecodeRun, type DecodeDevice, type FittingPoint } from './decodeRun';
import { fitOf, memoryOf } from './fit';
import type { RunFailure } from './records';
import type { TokenInputs } from './tokenInputs';
import type { TokenRequest } from './tokenRecords';
import { idsOf, isRebuilt, type TokenMade } from './tokenReports';
import { choiceFor } from './tuning/key';

/** A session that has run the token's step. The caller disposes of it. */
async function stepped(
  device: DecodeDevice,
  request: TokenRequest,
  point: FittingPoint,
  inputs: TokenInputs,
  signal: AbortSignal,
): Promise<Session> {
  const { gpu, createSession } = device;
  const how = { ...point.knobs, copies: 1 };
  const session = createSession
    ? await createSession(gpu, point.plan, how)
    : await Session.create(gpu, point.plan, how);
  try {
    await new DecodeRun(device, request, signal).fill({ point, session });
    // What no kernel writes is then not taken for a result.
    session.poisonActivations();
    const { batch, context } = request;
    const perSequence = (value: number) => Array.from({ length: batch }, () => value);
    await session.step({
      newTokens: 1,
      starts: perSequence(context - 1),
      lengths: perSequence(context),
      offsets: perSequence(context - 1),
      inputs,
    });
    signal.throwIfAborted();
    return session;
  } catch (error) {
    session.dispose();
    throw error;
  }
}

/** The tensors of these that the session has in a buffer, [batch, ...axes], of the last of `context` tokens. */
async function readTensors(
  session: Session,
  ids: readonly string[],
  context: number,
): Promise<Map<string, Float32Array>> {
  const values = new Map<string, Float32Array>();
  for (const id of ids) {
    if (!session.schedule.buffers.some((buffer) => buffer.id === id)) continue;
    const rebuilt = isRebuilt(session.plan, id);
    values.set(id, await (rebuilt ? session.readRebuilt(id, context - 1) : session.read(id)));
  }
  return values;
}

/** Throws where the point cannot run here, DeviceLostError, or the signal's reason. */
export async function tokenOnGpu(
  device: DecodeDevice,
  request: TokenRequest,
  point: Point,
  inputs: TokenInputs,
  signal: AbortSignal,
): Promise<TokenMade | RunFailure> {
  const { gpu } = device;
  const fit = fitOf(request, point, memoryOf(gpu), (plan, knobs) =>
    choiceFor(gpu, plan, knobs, request.tuned ?? []),
  );
  if (!('copies' in fit)) return fit;
  const { context } = request;
  const { made, rebuilt, fields } = idsOf(point.plan);
  const run = async <T>(knobs: Knobs, read: (session: Session) => Promise<T>): Promise<T> => {
    const session = await stepped(device, request, { ...point, ...fit, knobs }, inputs, signal);
    try {
      return await read(session);
    } finally {
      session.dispose();
    }
  };
  const { values, joined } = await run(fit.knobs, async (session) => {
    const found = await readTensors(session, [...made, ...rebuilt], context);
    for (const id of fields) found.set(id, await session.cache.readToken(id, context - 1));
    const covers = session.schedule.dispatches.map((dispatch) => dispatch.covers);
    return { values: found, joined: covers.filter(({ length }) => length > 1) };
  });
  const missing = made.filter((id) => !values.has(id));
  if (missing.length === 0) return { values, unfused: new Set(), joined };
  const knobs: Knobs = { ...fit.knobs, fused: false };
  const apart = await run(knobs, (session) => readTensors(session, missing, context));
  return { values: new Map([...values, ...apart]), unfused: new Set(apart.keys()), joined };
}
