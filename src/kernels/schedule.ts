// Reads a plan and says which kernels run, on which buffers, in what grid. It touches no GPU.

import { find, type AttendStep, type Plan, type Step } from '../attention/plan';
import { scheduleAppend } from './append';
import { scheduleAttend } from './attend';
import { splitKeys, type Context, type Dispatch, type Knobs, type Schedule } from './dispatch';
import { fuse } from './fuse';
import { isTransposed } from './matrix';
import { scheduleNormalize } from './normalize';
import { scheduleOuterProduct } from './outerProduct';
import { scheduleProject, scheduleRebuild } from './project';
import { scheduleReady } from './ready';
import { rebuiltKeysOf, spansOf, type Span } from './rebuilt';
import { buffersOf, weightJoins } from './regions';
import { scheduleRotate } from './rotate';
import { fieldsToRestore, restoredBuffer, scheduleRestore } from './scaled';
import { hasFewRows, scheduleVector } from './vector';

/** A step done once for all tokens, or one that is repeated for each span of the cached ones. */
type Scheduled = Dispatch | ((span: Span) => Dispatch);

function scheduleStep(
  step: Exclude<Step, AttendStep>,
  context: Context & Pick<Schedule, 'buffers'>,
): Scheduled {
  switch (step.op) {
    case 'project':
      return hasFewRows(context.knobs) && !isTransposed(context.plan, step)
        ? scheduleVector([context.index], context)
        : scheduleProject(step, context);
    case 'rebuild':
      return (span) => scheduleRebuild(step, context, span);
    case 'outerProduct': {
      const { rows } = find(context.plan.tensors, step.out);
      if (rows === 'new') return scheduleOuterProduct(step, context, null);
      return (span) => scheduleOuterProduct(step, context, span);
    }
    case 'normalize':
      return scheduleNormalize(step, context);
    case 'rotate':
      return scheduleRotate(step, context);
    case 'append':
      return scheduleAppend(step, context);
  }
}

function scheduleAbsorbed(
  [rotation, index]: readonly [number, number],
  { plan, knobs }: Pick<Context, 'plan' | 'knobs'>,
): Dispatch {
  const [rotate, project] = [plan.steps[rotation], plan.steps[index]];
  if (rotate?.op !== 'rotate' || project?.op !== 'project') throw new Error('joined otherwise');
  return scheduleProject(project, { plan, knobs, index }, { index: rotation, step: rotate });
}

/** Throws where a plan asks for what no kernel does, naming it. */
export function schedule(plan: Plan, knobs: Knobs): Schedule {
  const joins = weightJoins(plan, knobs);
  const { groups, activations, skipped } = fuse(plan, knobs, joins);
  const buffers = buffersOf(plan, knobs, [...joins, ...activations], skipped);
  const dispatches: Dispatch[] = [];
  // Rebuilt rows live from a chunk's rebuilding to its attention: the chunks take turns.
  const rebuilding: ((span: Span) => Dispatch)[] = [];
  const restored = new Set<string>();
  const restore = (context: Context) => {
    for (const field of fieldsToRestore(context)) {
      if (restored.has(field.id)) continue;
      restored.add(field.id);
      buffers.push(restoredBuffer(context, field));
      rebuilding.push((span) => scheduleRestore(context, field, span));
    }
  };
  const onSpans = (spans: readonly Span[], last: (span: Span) => readonly Dispatch[]) => {
    const first = rebuilding.splice(0);
    for (const span of spans) dispatches.push(...first.map((make) => make(span)), ...last(span));
  };
  let attention = { splitKeys, windowed: false };
  for (const group of groups) {
    if (group.kind === 'absorbed') {
      dispatches.push(scheduleAbsorbed(group.indices, { plan, knobs }));
      continue;
    }
    if (group.kind === 'projections' || group.kind === 'ready') {
      const joined = { plan, knobs, buffers };
      dispatches.push(
        group.kind === 'ready'
          ? scheduleReady(group, joined)
          : scheduleVector(group.indices, joined),
      );
      continue;
    }
    const { index, step } = group;
    const context = { plan, knobs, index, buffers };
    if (step.op !== 'attend') {
      const made = scheduleStep(step, context);
      if (typeof made === 'function') {
        restore(context);
        rebuilding.push(made);
      } else {
        dispatches.push(made);
      }
      continue;
    }
    const whole = { chunk: undefined, rebuiltKeys: rebuiltKeysOf(plan, knobs) };
    const spans = rebuilding.length > 0 ? spansOf(plan, knobs) : [whole];
    const projection = group.kind === 'projected' ? group.projection : undefined;
    const made = scheduleAttend(step, context, spans, projection);
    dispatches.push(...made.before);
    onSpans(spans, made.onSpan);
    dispatches.push(...made.after);
    buffers.push(...made.buffers);
    attention = { splitKeys: made.splitKeys, windowed: made.windowed };
  }
  // A plan cut before its attention shows the rebuilt rows whole, as far as they fit.
  onSpans(spansOf(plan, knobs), () => []);
  return { plan, knobs, buffers, dispatches, ...attention };
}
