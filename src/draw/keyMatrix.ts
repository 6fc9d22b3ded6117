// How the keys of all query heads come of what is cached: as one matrix, which copies or was learned.

import {
  axesOf,
  find,
  headsOf,
  slice,
  type AttendStep,
  type Plan,
  type View,
} from '../attention/plan';

/** A part of the matrix that is not zero: ones on its diagonal, or numbers of its own. */
export interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** [rows: columns of all query heads' keys, columns: elements cached of a token]; positions in a rotary part left out. */
export interface KeyMatrix {
  readonly rows: number;
  readonly columns: number;
  /** `copied`: each block is the identity; `learned`: each is a part of a weight. */
  readonly entries: 'copied' | 'learned';
  readonly blocks: readonly Block[];
}

/** A block for each query head, beside the cached head that serves it. */
function perHead(
  heads: number,
  { cachedHeads, rows, columns }: { cachedHeads: number; rows: number; columns: number },
  entries: KeyMatrix['entries'],
): KeyMatrix {
  const blocks = Array.from({ length: heads }, (_, head) => ({
    row: head * rows,
    column: Math.floor((head * cachedHeads) / heads) * columns,
    rows,
    columns,
  }));
  return { rows: heads * rows, columns: cachedHeads * columns, entries, blocks };
}

/** Sizes of a head's part of a weight: what it sums over, and what it makes of it. */
function headMatrix(plan: Plan, by: View, summed: string) {
  const [, ...axes] = slice(plan, by).axes;
  const size = (of: boolean) =>
    axes.reduce((n, [name, own]) => ((name === summed) === of ? n * own : n), 1);
  return { summed: size(true), made: size(false) };
}

/** The projection that queries go through before they meet what is cached as it is. */
function absorbing(plan: Plan, { q: [query] }: AttendStep) {
  return plan.steps.find(
    (step) =>
      step.op === 'project' &&
      step.perHead &&
      step.belongsToAttention === true &&
      step.out === query?.from.of,
  );
}

/**
 * Of the first part of a key row, as the plan's attention has it; null where keys are no linear map of what is cached
 * (outer products of factors), or nothing is.
 */
export function keyMatrixOf(plan: Plan): KeyMatrix | null {
  const attend = plan.steps.find((step) => step.op === 'attend');
  const key = attend?.key[0];
  if (!attend || !key) return null;
  const queryHeads = Math.max(...attend.q.map(({ from }) => headsOf(plan, from)));
  const { of } = key.from;
  if (plan.cache.some(({ id }) => id === of)) {
    const cachedHeads = headsOf(plan, key.from);
    const columns = slice(plan, key.from).axes.at(-1)?.[1] ?? 0;
    const step = absorbing(plan, attend);
    if (step?.op !== 'project') {
      return perHead(queryHeads, { cachedHeads, rows: columns, columns }, 'copied');
    }
    // The query takes the matrix over: what it sums over is what a key would have had.
    const { summed } = headMatrix(plan, step.w, step.contract[0] ?? '');
    return perHead(queryHeads, { cachedHeads, rows: summed, columns }, 'learned');
  }
  const maker = plan.steps.find((step) => step.op === 'rebuild' && step.out === of);
  if (maker?.op !== 'rebuild') return null;
  const { summed, made } = headMatrix(plan, maker.by, maker.contract[0] ?? '');
  const cachedHeads = find(plan.cache, maker.from.of).heads;
  const heads = axesOf(plan, of)[0]?.[1] ?? 1;
  return perHead(heads, { cachedHeads, rows: made, columns: summed }, 'learned');
}
