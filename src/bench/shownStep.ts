// What one decode step of one contender is made of: its shaders as they are linked here, and the other ways to do it.

import { bindingsOf, type Binding } from '../gpu/pipelines';
import {
  candidatesFor,
  type GpuFacts,
  type KernelChoice,
  type PruneReason,
} from '../kernels/choices';
import type { Dispatch, Knobs, Schedule, StepSizes } from '../kernels/dispatch';
import { linkedShader } from '../kernels/linked';
import { allocations } from '../kernels/regions';
import { schedule } from '../kernels/schedule';
import { sessionKnobs } from '../kernels/sessionKnobs';
import { fullSizes, stepDataBytes } from '../kernels/stepData';
import { pointsAt, type Point } from './contest';
import { fitOf, knobsOf, memoryOf, type Fit } from './fit';
import type { RunFailure } from './records';
import type { Rung, ShaderRequest, ShownBinding, ShownDispatch, ShownStep } from './shaderRecords';
import { choiceFor } from './tuning/key';

/** A GPU that grants what every one does, for a machine that has none. */
const anyGpu: GpuFacts = {
  info: { vendor: '', architecture: '', description: '', software: false },
  device: {
    features: new Set(),
    limits: {
      maxStorageBufferBindingSize: 2 ** 27,
      maxBufferSize: 2 ** 28,
      maxComputeWorkgroupsPerDimension: 65535,
    },
  },
};

const accesses = {
  'read-only-storage': 'read',
  storage: 'readWrite',
  uniform: 'uniform',
} as const satisfies Record<Binding['type'], ShownBinding['access']>;

/** A step scheduled for a device, and the bytes of what a session adds to its buffers, by variable. */
interface Linked {
  readonly scheduled: Schedule;
  readonly sizes: StepSizes;
  readonly ofStep: Readonly<Record<string, number>>;
}

function shownBindings(
  code: string,
  { buffers }: Dispatch,
  { scheduled, ofStep }: Linked,
): ShownBinding[] {
  const named = allocations(scheduled.buffers);
  return bindingsOf(code).map(({ name, group, binding, type }) => {
    const buffer = buffers[name] ?? name;
    const own = scheduled.buffers.find(({ id }) => id === buffer)?.bytes;
    const bytes = own ?? named.get(buffer) ?? ofStep[name] ?? null;
    return { name, group, binding, access: accesses[type], buffer, bytes };
  });
}

function shownDispatch(dispatch: Dispatch, linked: Linked): ShownDispatch {
  const { scheduled, sizes } = linked;
  const { kernel, covers, constants, slots } = dispatch;
  const { code, segments } = linkedShader(dispatch);
  return {
    kernel,
    does: covers.flatMap((index) => scheduled.plan.steps[index]?.op ?? []),
    code,
    segments,
    constants,
    slots,
    bindings: shownBindings(code, dispatch, linked),
    grid: dispatch.grid(sizes),
    ...dispatch.traffic(sizes),
  };
}

const sameChoice = (a: KernelChoice, b: KernelChoice): boolean =>
  a.family === b.family && a.reduction === b.reduction && a.rows === b.rows;

type Attention = Pick<Rung, 'kernels' | 'texts' | 'swaps' | 'readBytes' | 'writtenBytes'>;

/** Kernels that attend, and that merge what they leave. */
const isAttention = ({ kernel }: Dispatch): boolean => /^[56]_/.test(kernel);

/** From the plainest to what is the most done with one load. */
const familyOrder = { staged: 0, register: 1, products: 2 } as const;

/** The attention of a plan by one choice: its kernels with their texts, and what they move. */
function attention(plan: Point['plan'], knobs: Knobs): Attention {
  const scheduled = schedule(plan, knobs);
  const sizes = fullSizes(scheduled);
  // What a merge goes on to belongs to it, also where that stays apart.
  const { dispatches } = knobs.naive ? schedule(plan, { ...knobs, naive: false }) : scheduled;
  const joined = new Set(
    dispatches
      .filter(isAttention)
      .flatMap(({ covers }) => covers)
      .filter((index) => plan.steps[index]?.op !== 'attend'),
  );
  const own = scheduled.dispatches.filter(
    (each) => isAttention(each) || each.covers.some((index) => joined.has(index)),
  );
  const moved = own.map(({ traffic }) => traffic(sizes));
  return {
    kernels: [...new Set(own.map(({ kernel }) => kernel))],
    texts: own
      .filter(({ kernel, chunk = 0 }) => kernel.startsWith('5_') && chunk === 0)
      .map((dispatch) => ({ kernel: dispatch.kernel, code: linkedShader(dispatch).code })),
    swaps: own.some(({ slots }) => slots['deal'] === 'deal/rows'),
    readBytes: moved.reduce((bytes, { readBytes }) => bytes + readBytes, 0),
    writtenBytes: moved.reduce((bytes, { writtenBytes }) => bytes + writtenBytes, 0),
  };
}

/** What a rung is run with, beside what the whole step is. */
export const knobsOfRung = ({ choice }: Pick<Rung, 'choice'>): Partial<Knobs> =>
  choice ?? { naive: true };

/** All ways to attend that are another text, from the plainest on; those that are not for this device with why. */
export function rungsOf(
  gpu: GpuFacts,
  { plan }: Pick<Point, 'plan'>,
  knobs: Knobs,
  taken: KernelChoice,
): Rung[] {
  const { kept, pruned } = candidatesFor(gpu, plan, knobs);
  const same = pruned.find(
    ({ choice, reason }) => reason.code === 'sameAs' && sameChoice(choice, taken),
  );
  const ran = same?.reason.code === 'sameAs' ? same.reason.choice : taken;
  const rung = (choice: KernelChoice, refusal: PruneReason | null) => ({
    choice,
    ...attention(plan, { ...knobs, ...choice }),
    chosen: sameChoice(choice, ran),
    refusal,
  });
  const told = pruned.filter(({ reason }) => reason.code === 'registers');
  const families = [
    ...kept.map((choice) => rung(choice, null)),
    ...told.map(({ choice, reason }) => rung(choice, reason)),
  ].toSorted(
    (a, b) =>
      familyOrder[a.choice.family] - familyOrder[b.choice.family] ||
      (a.choice.rows ?? 0) - (b.choice.rows ?? 0) ||
      Number(a.choice.reduction === 'subgroup') - Number(b.choice.reduction === 'subgroup'),
  );
  const naive = { choice: null, chosen: false, refusal: null };
  const naively = { ...knobs, ...taken, ...knobsOfRung(naive) };
  return [{ ...naive, ...attention(plan, naively) }, ...families];
}

/** The request's one contender, and how it fits. Throws where the dims are impossible. */
export function fittedPoint(
  gpu: GpuFacts,
  request: ShaderRequest,
): { readonly point: Point; readonly fit: Fit | RunFailure } {
  const [point] = pointsAt(request, request.context);
  if (!point) throw new Error('a request for shaders names nobody');
  const fit = fitOf(request, point, memoryOf(gpu), (plan, knobs) =>
    choiceFor(gpu, plan, knobs, request.tuned ?? []),
  );
  return { point, fit };
}

/** @param gpu null where there is none; throws where the dims are impossible */
export function shownStep(gpu: GpuFacts | null, request: ShaderRequest): ShownStep | RunFailure {
  const facts = gpu ?? anyGpu;
  const { point, fit } = fittedPoint(facts, request);
  if (!('copies' in fit)) return fit;
  const scheduled = schedule(point.plan, sessionKnobs(facts, fit.knobs));
  const linked = {
    scheduled,
    sizes: fullSizes(scheduled),
    ofStep: gpu ? stepDataBytes(scheduled.knobs) : {},
  };
  const { family = 'staged', reduction, rows } = fit.knobs;
  const choice = { family, reduction, ...(rows === undefined ? {} : { rows }) };
  const asked = sessionKnobs(facts, knobsOf(request, request.context));
  return {
    linkedFor: gpu ? 'device' : 'anyGpu',
    choice,
    dispatches: scheduled.dispatches.map((each) => shownDispatch(each, linked)),
    rungs: rungsOf(facts, point, asked, choice),
  };
}
