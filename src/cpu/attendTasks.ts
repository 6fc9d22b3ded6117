// The tasks that make up the attention of one sequence's kv head: chains of decode, and phases of prefill.

import { OP_DECODE, OP_PACK, OP_PREFILL } from './assembly/fields';
import type { Storage } from './storage';
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

/** Keys that are packed at a time: their panels are to stay in a second-level cache. */
const chunkKeys = 1024;

/** Keys that a task packs. */
const packKeys = 128;

/** A part is worth a merge from so many keys on. */
const fewestPartKeys = 256;

/** Rows of a prefill task: enough to pay for the keys' way from the second-level cache, few enough to stay there. */
const fewestRows = 16;
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

/**
 * Decode in `parts` that threads may do beside each other, `partRows` apart: at i the i-th tasks of all parts, each of
 * which goes on from the one before.
 */
export function decodeChains(task: AttendTask, parts: number, partRows: number): Task[][] {
  const { FIRST, END, BLOCK } = task;
  const perPart = Math.max(fewestPartKeys, Math.ceil((END - FIRST) / parts / BLOCK) * BLOCK);
  const keys = taskMultiplyAdds / (task.ROWS * multiplyAddsPerKey(task));
  const perTask = Math.max(1, Math.floor(keys / BLOCK)) * BLOCK;
  const chains: Task[][] = [];
  for (let part = 0; part < parts; part++) {
    const end = Math.min(END, FIRST + (part + 1) * perPart);
    let first = Math.min(end, FIRST + part * perPart);
    let at = 0;
    // A part without keys says that it has none.
    do {
      (chains[at] ??= []).push({
        ...task,
        ...fromRow(task, 0, part * partRows),
        OP: OP_DECODE,
        FIRST: first,
        END: Math.min(end, first + perTask),
        CARRIES: at === 0 ? 0 : 1,
      });
      first += perTask;
      at += 1;
    } while (first < end);
  }
  return chains;
}

/** Room for a chunk of keys and values as tiles read them; addresses. */
export interface Panels {
  readonly keys: number;
  readonly values: number;
}

export const panelsFor = (
  storage: Storage,
  rowBytes: { readonly key: number; readonly value: number },
): Panels => ({
  keys: storage.take(chunkKeys * rowBytes.key),
  values: storage.take(chunkKeys * rowBytes.value),
});

/** Prefill: a chunk of keys is packed in one phase and met by all rows in the next. */
export function* prefillPhases(task: AttendTask, panels: Panels): Generator<Task[], void> {
  const { FIRST, END, ROWS, GROUP, SIGHT, BLOCK } = task;
  let chunk = FIRST;
  do {
    const end = Math.min(END, chunk + chunkKeys);
    const ofChunk = {
      ...task,
      KEY_PANELS: panels.keys,
      VALUE_PANELS: panels.values,
      PANEL_FIRST: chunk,
      PANEL_KEYS: chunkKeys,
    };
    const packs: Task[] = [];
    for (let first = chunk; first < end; first += packKeys) {
      packs.push({ ...ofChunk, OP: OP_PACK, FIRST: first, END: Math.min(end, first + packKeys) });
    }
    yield packs;
    const most = taskMultiplyAdds / (Math.max(1, end - chunk) * multiplyAddsPerKey(task));
    const rows = Math.min(mostRows, Math.max(fewestRows, Math.floor(most / 4) * 4));
    const tasks: Task[] = [];
    for (let row = 0; row < ROWS; row += rows) {
      const count = Math.min(rows, ROWS - row);
      const seen = Math.floor((row + count - 1) / GROUP) + SIGHT;
      // The first chunk begins every row, whether it sees any of it or not.
      if (chunk > FIRST && seen <= chunk) continue;
      tasks.push({
        ...ofChunk,
        ...fromRow(task, row),
        OP: OP_PREFILL,
        FIRST: chunk,
        END: end,
        BLOCK,
        FIRST_ROW: row,
        ROWS: count,
        CARRIES: chunk === FIRST ? 0 : 1,
      });
    }
    yield tasks;
    chunk += chunkKeys;
  } while (chunk < END);
}
