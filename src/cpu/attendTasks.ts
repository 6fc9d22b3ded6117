// The tasks that make up the attention of one sequence's kv head.

import * as fields from './assembly/fields';
import { mostBlockKeys, taskMultiplyAdds, type Task, type TaskFields } from './tasks';

/** What they all share, whatever is seen: rows, keys and values. */
export type AttendTask = Required<
  Pick<
    TaskFields,
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

/** What the rows see of the keys. */
export type Seen = Required<Pick<TaskFields, 'FIRST' | 'END' | 'SIGHT' | 'WINDOW'>>;

/**
 * What a block of keys and values may take. A single token's rows pass over it once or a few times, and memory gives long
 * blocks faster: a second-level cache will do. Many rows pass over it often, and blocks that stick out over what they see
 * are computed in vain: a first-level cache.
 */
const blockBytes = { oneToken: 131072, manyTokens: 32768 } as const;

/** A part is worth a merge from so many keys on. */
const fewestPartKeys = 256;

/** Rows that meet a block before the next is fetched: keys are read once for so many. */
const mostRows = 128;

/** Keys that are scored at a time. */
export function blockKeys(bytesPerKey: number, newTokens: number): number {
  const bytes = newTokens === 1 ? blockBytes.oneToken : blockBytes.manyTokens;
  return Math.min(mostBlockKeys, Math.max(16, Math.floor(bytes / bytesPerKey / 8) * 8));
}

const multiplyAddsPerKey = ({ KEY_BYTES, TAIL_BYTES, VALUE_BYTES }: AttendTask): number =>
  (KEY_BYTES + TAIL_BYTES + VALUE_BYTES) / 4;

/** What some of the rows see. */
function seenBy({ GROUP }: AttendTask, seen: Seen, first: number, count: number): Seen {
  const begin = Math.floor(first / GROUP) + seen.SIGHT - seen.WINDOW;
  const END = Math.min(seen.END, Math.floor((first + count - 1) / GROUP) + seen.SIGHT);
  return { ...seen, FIRST: Math.min(END, Math.max(seen.FIRST, begin)), END };
}

/**
 * The task in pieces of a few milliseconds, in `parts` of its keys that threads may do beside each other and whose
 * results stand `partRows` apart: at i the i-th pieces of all rows and parts, each of which goes on from the one before.
 * @param words the task's
 */
export function attendChains(
  task: AttendTask,
  words: Task,
  seen: Seen,
  { parts, partRows }: { readonly parts: number; readonly partRows: number },
): Task[][] {
  const chains: Task[][] = [];
  for (let row = 0; row < task.ROWS; row += mostRows) {
    const count = Math.min(mostRows, task.ROWS - row);
    const { FIRST, END, SIGHT, WINDOW } = seenBy(task, seen, row, count);
    const perPart = Math.ceil((END - FIRST) / parts / task.BLOCK) * task.BLOCK;
    const partKeys = Math.max(fewestPartKeys, perPart);
    const keys = taskMultiplyAdds / (count * multiplyAddsPerKey(task));
    const taskKeys = Math.max(1, Math.floor(keys / task.BLOCK)) * task.BLOCK;
    for (let part = 0; part < parts; part++) {
      const state = row + part * partRows;
      const end = part === parts - 1 ? END : Math.min(END, FIRST + (part + 1) * partKeys);
      let first = Math.min(end, FIRST + part * partKeys);
      let at = 0;
      // A part without keys says that it has none.
      do {
        // By index: a step of many heads makes hundreds, and names would take longer than short contexts do.
        const own = words.slice();
        own[fields.OP] = fields.OP_MEET_KEYS;
        own[fields.FIRST_ROW] = row;
        own[fields.ROWS] = count;
        own[fields.QUERIES] = task.QUERIES + row * (task.KEY_BYTES + task.TAIL_BYTES);
        own[fields.CONTEXTS] = task.CONTEXTS + state * task.CONTEXT_STRIDE;
        own[fields.MAXIMA] = task.MAXIMA + state * 4;
        own[fields.SUMS] = task.SUMS + state * 4;
        own[fields.SIGHT] = SIGHT;
        own[fields.WINDOW] = WINDOW;
        own[fields.FIRST] = first;
        own[fields.END] = Math.min(end, first + taskKeys);
        own[fields.CARRIES] = at === 0 ? 0 : 1;
        (chains[at] ??= []).push(own);
        first += taskKeys;
        at += 1;
      } while (first < end);
    }
  }
  return chains;
}
