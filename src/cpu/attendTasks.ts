// The tasks that make up the attention of one sequence's kv head.

import { OP_MEET_KEYS } from './assembly/fields';
import { mostBlockKeys, taskMultiplyAdds, type Task } from './tasks';

/** What they all share: rows, keys and values, and what is seen of them. */
export type AttendTask = Required<
  Pick<
    Task,
    | 'QUERIES'
    | 'ROWS'
    | 'GROUP'
    | 'KEYS'
    | 'KEY_STRIDE'
    | 'KEY_BYTES'
    | 'TAILS'
    | 'TAIL_STRIDE'
    | 'TAIL_BYTES'
    | 'VALUES'
    | 'VALUE_STRIDE'
    | 'VALUE_BYTES'
    | 'FIRST'
    | 'END'
    | 'SIGHT'
    | 'WINDOW'
    | 'BLOCK'
    | 'CONTEXTS'
    | 'CONTEXT_STRIDE'
    | 'MAXIMA'
    | 'SUMS'
    | 'SOFTCAP'
    | 'STORED'
    | 'TAIL_STORED'
  >
>;

/** What a block of keys and values may take of a first-level cache. */
const blockBytes = 32768;

/** A part is worth a merge from so many keys on. */
const fewestPartKeys = 256;

/** Rows that meet a block before the next is fetched: keys are read once for so many. */
const mostRows = 128;

/** Keys that are scored at a time. */
export const blockKeys = (bytesPerKey: number): number =>
  Math.min(mostBlockKeys, Math.max(16, Math.floor(blockBytes / bytesPerKey / 8) * 8));

const multiplyAddsPerKey = ({ KEY_BYTES, TAIL_BYTES, VALUE_BYTES }: AttendTask): number =>
  (KEY_BYTES + TAIL_BYTES + VALUE_BYTES) / 4;

/** The task for its rows from `row` on, `state` being where their results stand. */
const fromRow = (task: AttendTask, row: number, state = row) => ({
  QUERIES: task.QUERIES + row * (task.KEY_BYTES + task.TAIL_BYTES),
  CONTEXTS: task.CONTEXTS + state * task.CONTEXT_STRIDE,
  MAXIMA: task.MAXIMA + state * 4,
  SUMS: task.SUMS + state * 4,
});

/** The task for some of its rows, with what they see of its keys. */
function ofRows(task: AttendTask, first: number, count: number): AttendTask & Task {
  const { FIRST, END, GROUP, SIGHT, WINDOW } = task;
  const begin = Math.floor(first / GROUP) + SIGHT - WINDOW;
  const end = Math.min(END, Math.floor((first + count - 1) / GROUP) + SIGHT);
  const seen = { FIRST: Math.min(end, Math.max(FIRST, begin)), END: end };
  return { ...task, ...fromRow(task, first), ...seen, FIRST_ROW: first, ROWS: count };
}

/**
 * The task in pieces of a few milliseconds, in `parts` of its keys that threads may do beside each other and whose
 * results stand `partRows` apart: at i the i-th pieces of all rows and parts, each of which goes on from the one before.
 */
export function attendChains(task: AttendTask, parts: number, partRows: number): Task[][] {
  const chains: Task[][] = [];
  for (let row = 0; row < task.ROWS; row += mostRows) {
    const rows = ofRows(task, row, Math.min(mostRows, task.ROWS - row));
    const { FIRST, END, BLOCK } = rows;
    const perPart = Math.max(fewestPartKeys, Math.ceil((END - FIRST) / parts / BLOCK) * BLOCK);
    const keys = taskMultiplyAdds / (rows.ROWS * multiplyAddsPerKey(task));
    const perTask = Math.max(1, Math.floor(keys / BLOCK)) * BLOCK;
    for (let part = 0; part < parts; part++) {
      const end = part === parts - 1 ? END : Math.min(END, FIRST + (part + 1) * perPart);
      let first = Math.min(end, FIRST + part * perPart);
      let at = 0;
      // A part without keys says that it has none.
      do {
        (chains[at] ??= []).push({
          ...rows,
          ...fromRow(rows, 0, part * partRows),
          OP: OP_MEET_KEYS,
          FIRST: first,
          END: Math.min(end, first + perTask),
          CARRIES: at === 0 ? 0 : 1,
        });
        first += perTask;
        at += 1;
      } while (first < end);
    }
  }
  return chains;
}
