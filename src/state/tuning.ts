// Store: the kernels that were tuned on this machine, kept from visit to visit and carried as JSON.

import { createStore } from 'zustand/vanilla';
import type { LayerRequest, TunedKernels } from '../engine/protocol';

export const tuningStore = createStore<{ readonly tuned: readonly TunedKernels[] }>(() => ({
  tuned: [],
}));

/** Where a text is kept from visit to visit; the page's is localStorage. */
export interface TextStore {
  /** Null where nothing is kept. */
  read(): string | null;
  write(text: string): void;
}

/** So many keep far below what a browser grants a page; the oldest go. */
const mostKept = 200;

const sameKey = (a: TunedKernels, b: TunedKernels): boolean =>
  a.key.adapter === b.key.adapter &&
  a.key.shape === b.key.shape &&
  a.key.kernels === b.key.kernels &&
  a.key.contextLog2 === b.key.contextLog2;

/** What was found later replaces what was found for the same adapter, shape, kernels and context. */
export function keepTuned(found: readonly TunedKernels[]): void {
  tuningStore.setState(({ tuned }) => {
    const all = [...tuned, ...found];
    const last = all.filter((each, i) => !all.slice(i + 1).some((later) => sameKey(each, later)));
    return { tuned: last.slice(-mostKept) };
  });
}

/** Runs start from what was tuned, where something was. */
export function withTuned<Request extends LayerRequest>(request: Request): Request {
  const { tuned } = tuningStore.getState();
  return tuned.length > 0 ? { ...request, tuned } : request;
}

/** The stored choices as a file: JSON that `importTuning` reads. */
export const exportTuning = (): string =>
  JSON.stringify({ attentionPlaygroundTuning: 1, tuned: tuningStore.getState().tuned }, null, 1);

/** Null where the text was taken, else what is wrong with it and where, in English, as a validator says it. */
export async function importTuning(text: string): Promise<string | null> {
  // The validator is loaded where there is something to validate.
  const { readTuning } = await import('./tuningFile');
  const read = readTuning(text);
  if (read.problem !== undefined) return read.problem;
  keepTuned(read.tuned);
  return null;
}

/** Takes in what was kept, and from then on keeps what changes. What is kept but cannot be read is left until then. */
export async function openTuning(store: TextStore): Promise<void> {
  const text = store.read();
  if (text !== null) await importTuning(text);
  tuningStore.subscribe(() => store.write(exportTuning()));
}
