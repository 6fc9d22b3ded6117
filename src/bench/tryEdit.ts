// Tries somebody's own text in the place of a dispatch's: does it compile, does it end, is it right, how long does it take?

import { createBuffer, download } from '../gpu/buffers';
import { ShaderError } from '../gpu/errors';
import { guardLoops, trips } from '../gpu/guard';
import { bindingsOf } from '../gpu/pipelines';
import { linkedShader } from '../kernels/linked';
import { Session } from '../kernels/session';
import type { DecodeDevice, DecodeRun, Runner } from './decodeRun';
import { compareStep } from './check';
import { DispatchClock } from './dispatchClock';
import { partsOf } from './protocol';
import type { Edit, Ratio, TrialEvent, TrialRequest } from './shaderRecords';
import { summarize } from './stats';

/** Far more than a loop of ours turns in one call: slices have a few hundred keys, sums a few thousand columns. */
export const mostTurns = 65536;

/** Why a text is no replacement of a linked one, as an event; undefined where it binds what there is. */
function misfit(linked: string, { text }: Edit): TrialEvent | undefined {
  const known = new Map(bindingsOf(linked).map((each) => [each.name, each]));
  const odd = bindingsOf(text).find(({ name, type }) => known.get(name)?.type !== type);
  if (!odd) return undefined;
  const line = text.split('\n').findIndex((each) => each.includes(`> ${odd.name}:`)) + 1;
  const message = `nothing is bound to "${odd.name}" as ${odd.type}`;
  return { type: 'refused', line: Math.max(line, 1), message };
}

/** Every storage buffer of the text and one for the guard, as far as the device allows. */
const canGuard = ({ gpu }: DecodeDevice, { text }: Edit): boolean =>
  bindingsOf(text).filter(({ type }) => type !== 'uniform').length <
  gpu.device.limits.maxStorageBuffersPerShaderStage;

export class EditTrial {
  constructor(
    private readonly device: DecodeDevice,
    private readonly request: TrialRequest,
    private readonly run: DecodeRun,
    /** Of the step as it is linked, filled. */
    private readonly linked: Runner,
    private readonly edit: Edit,
    private readonly signal: AbortSignal,
  ) {}

  async *events(): AsyncGenerator<TrialEvent, void> {
    const { edit, linked } = this;
    const dispatch = linked.session.schedule.dispatches[edit.index];
    if (!dispatch)
      throw new RangeError(
        `a step of ${linked.session.schedule.dispatches.length} dispatches has no dispatch ${edit.index}`,
      );
    yield { type: 'stage', stage: 'compile' };
    const odd = misfit(linkedShader(dispatch).code, edit);
    if (odd) {
      yield odd;
      return;
    }
    let edited: Session;
    try {
      edited = await this.session(edit.text);
    } catch (error) {
      if (!(error instanceof ShaderError)) throw error;
      yield { type: 'refused', line: error.line, message: error.message };
      return;
    }
    try {
      yield { type: 'stage', stage: 'guard' };
      const guard = await this.guarded();
      if (guard.left !== undefined) {
        yield { type: 'endless', line: guard.left, mostTurns };
        return;
      }
      yield* this.compared(edited, guard.stepNs);
    } finally {
      edited.dispose();
    }
  }

  /** A session of the same step with another text, on the weights and the cache of the linked one. */
  private session(text: string, buffers?: ReadonlyMap<string, GPUBuffer>): Promise<Session> {
    const { point, session: shared } = this.linked;
    const texts = new Map([[this.edit.index, text]]);
    const spec = { ...point.knobs, copies: point.copies, shared, texts };
    return Session.create(this.device.gpu, point.plan, buffers ? { ...spec, buffers } : spec);
  }

  /** Runs the step once with counted loops. @returns the line of a loop that did not end, and how long it all took */
  private async guarded(): Promise<{ readonly left?: number; readonly stepNs: number }> {
    const { device, edit, linked, run } = this;
    if (!canGuard(device, edit)) return { stepNs: 0 };
    const { code, loopLines } = guardLoops(edit.text, mostTurns);
    const { STORAGE, COPY_SRC } = GPUBufferUsage;
    const tripped = createBuffer(device.gpu, trips, 4, STORAGE | COPY_SRC);
    let session: Session | undefined;
    try {
      session = await this.session(code, new Map([[trips, tripped]]));
      await run.renew({ point: linked.point, session });
      const beganMs = performance.now();
      await run.runOnce(session, linked.wantedParts);
      const stepNs = (performance.now() - beganMs) * 1e6;
      const [loop = 0] = new Uint32Array(await download(device.gpu, tripped));
      const left = loopLines[loop - 1];
      return left === undefined ? { stepNs } : { left, stepNs };
    } finally {
      session?.dispose();
      tripped.destroy();
    }
  }

  /** Compares with float64, then times the edit beside what it replaces, wrong or not: both is told. */
  private async *compared(edited: Session, guardedNs: number): AsyncGenerator<TrialEvent, void> {
    const { device, edit, linked, run, request, signal } = this;
    const { point } = linked;
    const atMost = Math.max(linked.wantedParts, partsOf(guardedNs, device.timer.largestSubmit));
    yield { type: 'stage', stage: 'run' };
    await run.renew({ point, session: edited });
    await run.runOnce(edited, atMost);
    const made = await run.made(edited, point.context);
    yield { type: 'stage', stage: 'check' };
    yield { type: 'agreement', agreement: await compareStep(request, point, made, signal) };
    yield { type: 'stage', stage: 'measure' };
    const { timer } = device;
    const ofLinked = new DispatchClock(linked.session, edit.index, timer, signal);
    const ofEdited = new DispatchClock(edited, edit.index, timer, signal);
    await ofLinked.calibrate(linked.wantedParts);
    await ofEdited.calibrate(atMost);
    const ratios: number[] = [];
    for (let round = 0; round < request.rounds; round++) {
      // Each is first in every other round.
      const first = round % 2 === 0 ? await ofLinked.sample() : 0;
      const editedNs = await ofEdited.sample();
      const linkedNs = first > 0 ? first : await ofLinked.sample();
      ratios.push(editedNs / linkedNs);
      if (ratios.length < Math.min(3, request.rounds)) continue;
      const { median, q1, q3 } = summarize(ratios);
      const ratio: Ratio = { median, q1, q3 };
      yield { type: 'compared', linked: ofLinked.times, edited: ofEdited.times, ratio };
    }
  }
}
