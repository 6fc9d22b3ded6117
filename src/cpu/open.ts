// Opens the runner that suits the page: threads of a pool where it may have them.

import { Pool, type StartThread } from './pool';
import { SingleThread } from './tasks';

/** A thread that does not start leaves its share of the work to the others. */
export const startThread: StartThread = (errand) => {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { type: 'module' });
  worker.postMessage(errand);
  return worker;
};

/** Throws NoSimdError, or RangeError where there is no memory. */
export const openRunner = (threads: number): Promise<Pool | SingleThread> =>
  threads > 1 ? Pool.open(threads, startThread) : SingleThread.open();
