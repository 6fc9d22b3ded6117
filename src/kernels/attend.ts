// Schedules attention: a family's kernels on each span of the cache, and a merge where that leaves partial results.

import type { AttendStep } from '../attention/plan';
import { partialBytes, type AttendFamily } from './attendFamily';
import { shapeOf, type AttendShape } from './attendShape';
import type { AttendFamilyId, BufferSpec, Context, Dispatch, Knobs } from './dispatch';
import { canProject, scheduleMerge, type Projection } from './merge';
import { naiveAttend } from './naiveAttend';
import { productsAttend } from './productsAttend';
import { rebuiltKeysOf, type Span } from './rebuilt';
import { registerAttend } from './registerAttend';
import { stagedAttend } from './stagedAttend';

const families: Readonly<Record<AttendFamilyId, AttendFamily>> = {
  staged: stagedAttend,
  register: registerAttend,
  products: productsAttend,
};

/** How an attend step is done: dispatches for each span of the cache, what comes before and what follows them. */
export interface AttendSchedule {
  readonly before: readonly Dispatch[];
  readonly onSpan: (span: Span) => readonly Dispatch[];
  /** The merge of partial results, where there are any, and what turns contexts back. */
  readonly after: readonly Dispatch[];
  readonly buffers: readonly BufferSpec[];
  /** Keys of each partial result. */
  readonly splitKeys: number;
  /** Whether keys before the window are skipped. */
  readonly windowed: boolean;
}

const familyOf = ({ family = 'staged', naive = false }: Knobs): AttendFamily =>
  naive ? naiveAttend : families[family];

/** Whether partial results are left: only a merge knows of sinks, and writes the log-sum-exp. */
const hasMerge = ({ sinks, lse }: AttendShape, splitKeys: number): boolean =>
  splitKeys !== Infinity || sinks !== undefined || lse !== undefined;

/** Whether a step ends in a merge that can go on to project each head's context. */
export function mergesInto(projection: Projection, step: AttendStep, context: Context): boolean {
  const shape = shapeOf(step, context);
  const whole = { chunk: undefined, rebuiltKeys: rebuiltKeysOf(context.plan, context.knobs) };
  const { splitKeys, mergeLanes } = familyOf(context.knobs)(context, shape, [whole]);
  return hasMerge(shape, splitKeys) && canProject(shape, projection, context, mergeLanes);
}

/**
 * @param spans the chunks in which keys and values are rebuilt; one whole where they are not
 * @param projection what the merge goes on to, as `mergesInto` allows
 */
export function scheduleAttend(
  step: AttendStep,
  context: Context,
  spans: readonly Span[],
  projection?: Projection,
): AttendSchedule {
  const shape = shapeOf(step, context);
  const { knobs } = context;
  const family = familyOf(knobs)(context, shape, spans);
  const { splitKeys, onSpan, mergeLanes } = family;
  const { turned, windowed } = shape;
  // A merge that projects turns contexts back by itself.
  const apart = turned && !projection ? turned : undefined;
  const before = turned ? [turned.before] : [];
  const after = apart ? [apart.after] : [];
  const buffers = [
    ...shape.maskBuffers,
    ...shape.loadsBuffers,
    ...(turned ? [turned.buffers.query] : []),
    ...(apart ? [apart.buffers.context] : []),
    ...(family.buffers ?? []),
  ];
  if (!hasMerge(shape, splitKeys)) {
    const result = { kind: 'context', buffer: shape.result } as const;
    return {
      before,
      onSpan: (span) => onSpan(span, result),
      after,
      buffers,
      splitKeys,
      windowed,
    };
  }
  const partials: BufferSpec = {
    id: `partials${context.index}`,
    role: 'partials',
    bytes:
      knobs.batch *
      knobs.maxNewTokens *
      shape.out.heads *
      Math.max(1, Math.ceil(knobs.capacity / splitKeys)) *
      partialBytes(shape),
  };
  const result = { kind: 'partials', buffer: partials.id } as const;
  return {
    before,
    onSpan: (span) => onSpan(span, result),
    after: [
      scheduleMerge(step, context, { shape, partials: partials.id, mergeLanes, projection }),
      ...after,
    ],
    buffers: [...buffers, partials],
    splitKeys,
    windowed,
  };
}
