// Chains: what happens to a projected tensor's rows, by norm, rotation and append, until attention reads them.

import {
  find,
  slice,
  type AppendStep,
  type Field,
  type NormalizeStep,
  type Plan,
  type RotateStep,
  type Step,
  type View,
} from '../attention/plan';
import { reads } from '../attention/scope';
import { formatOf, type Knobs } from './dispatch';
import { rowLayout } from './layout';
import { readyEncoding } from './encoding';
import { hasScales } from './scaled';

/** Rows as they were made, and what of norm and rotation they go through, in this order. */
interface Row {
  readonly view: View;
  readonly norm?: NormalizeStep;
  readonly rotate?: RotateStep;
}

export interface Chain extends Row {
  /** Whether all heads of what is written have the same row. */
  readonly shared: boolean;
  readonly to: { readonly tensor: string } | { readonly field: Field };
}

type ReadyStep = NormalizeStep | RotateStep | AppendStep;

export const isReadyStep = (step: Step): step is ReadyStep =>
  step.op === 'normalize' || step.op === 'rotate' || step.op === 'append';

interface Request {
  readonly plan: Plan;
  readonly knobs: Knobs;
  /** Which group made a tensor: only what one has made shares a buffer. */
  readonly makers: ReadonlyMap<string, number>;
}

/** The most cache fields that shaders/stored/* bind. */
const mostFields = 2;

/** Whether a view leaves nothing out. */
export const isWhole = (plan: Plan, view: View): boolean => {
  const { axes, whole, cut } = slice(plan, view);
  return axes[cut]?.[1] === whole[cut]?.[1];
};

/** A view's rows as the steps among `inside` make them of others; undefined where one kernel does not. */
function rowOf(plan: Plan, inside: readonly ReadyStep[], view: View): Row | undefined {
  const maker = inside.find((step) => step.op !== 'append' && step.out === view.of);
  if (!maker || maker.op === 'append') {
    return slice(plan, view).cut === slice(plan, { of: view.of }).cut ? { view } : undefined;
  }
  if (!isWhole(plan, view)) return undefined;
  const row = rowOf(plan, inside, maker.x);
  if (!row || row.rotate) return undefined;
  if (maker.op === 'rotate') return { ...row, rotate: maker };
  return row.norm ? undefined : { ...row, norm: maker };
}

/** Whether a tensor is read by a step other than those at `indices`, or by nobody but who asks for it. */
function isKept(plan: Plan, indices: readonly number[], id: string): boolean {
  const readers = plan.steps.flatMap((step, index) => (reads(step).includes(id) ? [index] : []));
  return (
    plan.output === id || readers.length === 0 || readers.some((index) => !indices.includes(index))
  );
}

/** Fields in one kernel: two at most, those with scales being encoded alike. */
function fieldsFit(knobs: Knobs, fields: readonly Field[]): boolean {
  const encodings = fields.flatMap((field) => {
    const format = formatOf(field, knobs);
    return hasScales(format) ? [JSON.stringify([format, readyEncoding(knobs, format, field)])] : [];
  });
  return fields.length <= mostFields && new Set(encodings).size <= 1;
}

/** The chains that the steps at `indices` are; undefined where no kernel does them all at once. */
export function chainsOf(
  { plan, knobs, makers }: Request,
  indices: readonly number[],
): readonly Chain[] | undefined {
  const steps = indices.flatMap((index) => plan.steps[index] ?? []).filter(isReadyStep);
  const chains: Chain[] = [];
  for (const step of steps) {
    if (step.op === 'append') {
      const [piece, ...more] = step.x;
      const row = piece && more.length === 0 ? rowOf(plan, steps, piece.from) : undefined;
      if (!piece || !row) return undefined;
      const field = find(plan.cache, step.field);
      chains.push({ ...row, shared: piece.heads === 'shared', to: { field } });
    } else if (isKept(plan, indices, step.out)) {
      const row = rowOf(plan, steps, { of: step.out });
      if (!row) return undefined;
      chains.push({ ...row, shared: false, to: { tensor: step.out } });
    }
  }
  const sources = new Set(chains.map(({ view }) => view.of));
  const tables = new Set(chains.flatMap(({ rotate }) => rotate?.table ?? []));
  const fields = chains.flatMap(({ to }) => ('field' in to ? [to.field] : []));
  const together =
    sources.size === 1 || new Set([...sources].map((id) => makers.get(id))).size === 1;
  return together && tables.size <= 1 && fieldsFit(knobs, fields) ? chains : undefined;
}

/** Heads of what a chain writes, and the columns of one. */
export function sizesOfChain(plan: Plan, { to, view }: Chain): { heads: number; width: number } {
  const width = slice(plan, view).axes.at(-1)?.[1] ?? 0;
  const heads =
    'field' in to ? to.field.heads : rowLayout(find(plan.tensors, to.tensor).axes).heads;
  return { heads, width };
}
