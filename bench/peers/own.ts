// This project in the comparison: one attend step on cached rows, through its own schedule and session.

import { groupedPlan } from '../../src/attention/variants/grouped';
import { mla } from '../../src/attention/variants/mla';
import type { Dims } from '../../src/attention/dims';
import { cut } from '../../src/attention/scope';
import { rowWidth, type Piece, type Plan } from '../../src/attention/plan';
import { made, project, shape as axesOf } from '../../src/attention/shorthand';
import { proposeDims } from '../../src/attention/propose';
import type { Gpu } from '../../src/gpu/device';
import { Timer } from '../../src/gpu/timer';
import { tune } from '../../src/bench/tuning/tune';
import type { KernelChoice } from '../../src/kernels/choices';
import type { Knobs } from '../../src/kernels/dispatch';
import { Session } from '../../src/kernels/session';
import { columns } from './layouts';
import type {
  PeerInputs,
  PeerShape,
  PeerSystem,
  PeerWay,
  PreparedPeer,
  ProjectionInputs,
  ProjectionShape,
} from './system';

/** How rows of this project are named in the table. */
export const ownName = 'attention-playground';

interface Choice {
  readonly kernel: string;
  readonly knobs: Partial<Knobs>;
}

/** Kernels that the schedule can choose; rows that swap are as many as are shipped for software. */
const choicesFor = (phase: PeerShape['phase']): readonly Choice[] => [
  { kernel: 'staged', knobs: { family: 'staged' } },
  { kernel: 'register', knobs: { family: 'register' } },
  {
    kernel: 'register, subgroups',
    knobs: { family: 'register', reduction: 'subgroup', rows: phase === 'prefill' ? 12 : 16 },
  },
];

const latentChoices: readonly Choice[] = [{ kernel: 'products', knobs: { family: 'products' } }];

/** The attend step of the variant that has such rows, reading its queries as inputs and its cache as it stands. */
export function attendPlan(shape: PeerShape): Plan {
  const { phase, queryHeads, kvHeads, qkDim, vDim, scale } = shape;
  const base = { modelDim: queryHeads, queryHeads, kvHeads, headDim: qkDim, vDim };
  const conventions = { rope: null, normEps: 1e-6, scale };
  const whole = shape.valueIsKeyPrefix
    ? mla.plan(latentDims(proposeDims(base), shape), { phase, mode: 'absorbed', conventions })
    : groupedPlan(proposeDims(base), kvHeads, { phase, conventions }, 'the comparison');
  return cut(whole, ({ op }) => op === 'attend');
}

/** How wide a head is before its absorption leaves no trace in the attend step. */
const latentDims = (dims: Dims, { qkDim, vDim }: PeerShape): Dims => ({
  ...dims,
  latentDim: vDim,
  ropeDim: qkDim - vDim,
  nopeDim: qkDim - vDim,
});

/** Rows cut by columns into the parts that a plan's pieces name, side by side. */
export function split(plan: Plan, pieces: readonly Piece[], rows: Float32Array<ArrayBuffer>) {
  if (pieces.length === 1) return pieces.map(({ from: { of } }) => ({ id: of, rows }));
  const total = rowWidth(plan, pieces);
  let from = 0;
  return pieces.map((piece) => {
    const width = rowWidth(plan, [piece]);
    from += width;
    return { id: piece.from.of, rows: columns(rows, total, from - width, from) };
  });
}

const sizeOf = ({ newTokens, context }: PeerShape): Knobs => ({
  batch: 1,
  capacity: context,
  maxNewTokens: newTokens,
  format: 'f32',
  weightFormat: 'f32',
  reduction: 'workgroup',
});

/** What the tuner chooses for the shape, on whatever clock the device has. */
async function tunedKnobs(gpu: Gpu, shape: PeerShape): Promise<KernelChoice> {
  const timer = await Timer.open(gpu);
  try {
    const { signal } = new AbortController();
    const tuning = tune({ gpu, timer }, attendPlan(shape), sizeOf(shape), { signal });
    let next = await tuning.next();
    while (!next.done) next = await tuning.next();
    return next.value.choice;
  } finally {
    timer.dispose();
  }
}

async function prepare(
  gpu: Gpu,
  knobs: Partial<Knobs>,
  shape: PeerShape,
  { q, k, v }: PeerInputs,
): Promise<PreparedPeer> {
  const { newTokens, context } = shape;
  const plan = attendPlan(shape);
  const [step] = plan.steps;
  if (step?.op !== 'attend') throw new Error('the plan was cut to its attend step');
  const fields = split(plan, step.key, k);
  if (!shape.valueIsKeyPrefix) fields.push(...split(plan, step.value, v));
  const begin = (session: Session) => {
    for (const { id, rows } of split(plan, step.q, q)) session.writeInput(id, rows);
    for (const { id, rows } of fields) session.cache.write(id, rows);
  };
  const session = await Session.create(gpu, plan, { ...sizeOf(shape), ...knobs, begin });
  const before = context - newTokens;
  session.setStep({ newTokens, starts: [before], lengths: [context], offsets: [before] });
  return running(gpu, session, shape.id);
}

/** A session whose step is set, as the comparison runs it: each run a submit of its own. */
function running({ device }: Gpu, session: Session, label: string): PreparedPeer {
  return {
    async run(times) {
      for (let i = 0; i < times; i++) {
        const encoder = device.createCommandEncoder({ label });
        const pass = encoder.beginComputePass({ label });
        session.encode(pass);
        pass.end();
        device.queue.submit([encoder.finish()]);
      }
      await device.queue.onSubmittedWorkDone();
    },
    actualBytes: session.actualBytes,
    read: () => session.read(session.plan.output),
    dispose: () => session.dispose(),
  };
}

/** The projection alone, of new tokens that come as inputs. */
export const projectionPlan = ({ rows, inner, columns: out }: ProjectionShape): Plan => ({
  phase: rows > 1 ? 'prefill' : 'decode',
  mode: 'projection',
  inputs: ['x'],
  output: 'y',
  tensors: [made('x', { in: inner }), made('y', { out })],
  weights: [{ id: 'w', axes: axesOf({ out, in: inner }) }],
  tables: [],
  cache: [],
  steps: [project('x', { of: 'w' }, ['in'], 'y')],
  source: 'the comparison',
});

async function prepareProjection(
  gpu: Gpu,
  knobs: Partial<Knobs>,
  shape: ProjectionShape,
  { x, w }: ProjectionInputs,
): Promise<PreparedPeer> {
  const { rows } = shape;
  const size = { batch: 1, capacity: rows, maxNewTokens: rows };
  const session = await Session.create(gpu, projectionPlan(shape), { ...size, ...knobs });
  session.writeInput('x', x);
  session.writeWeight('w', w);
  session.setStep({ newTokens: rows, starts: [0], lengths: [rows], offsets: [0] });
  return running(gpu, session, shape.id);
}

/** `openDevice` is asked once. */
export function ownSystem(openDevice: () => Promise<Gpu>): PeerSystem {
  let gpu: Gpu | undefined;
  const device = (): Gpu => {
    if (!gpu) throw new Error('open was not called');
    return gpu;
  };
  return {
    id: ownName,
    runsOn: 'gpu',
    async open() {
      gpu ??= await openDevice();
    },
    ways: ({ phase, valueIsKeyPrefix }) => [
      ...[...choicesFor(phase), ...(valueIsKeyPrefix ? latentChoices : [])].map(
        ({ kernel, knobs }): PeerWay => ({
          kernel,
          prepare: (shape, inputs) => prepare(device(), knobs, shape, inputs),
        }),
      ),
      // Last, so that what the others compiled is there already.
      {
        kernel: 'tuned',
        prepare: async (shape, inputs) =>
          prepare(device(), await tunedKnobs(device(), shape), shape, inputs),
      },
    ],
    projections: choicesFor('prefill').map(({ kernel, knobs }) => ({
      kernel,
      prepare: (shape, inputs) => prepareProjection(device(), knobs, shape, inputs),
    })),
  };
}
