// Collects what earlier tests left behind, so that a collection does not fall into a time that is measured.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * A collection that frees a dropped device of Dawn in Node holds its thread up for 200 ms and more; a page's thread is
 * never held up by that, since the browser keeps its devices in a process of their own.
 */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  // What is freed is finalized in a later turn.
  await new Promise((resolve) => setTimeout(resolve, 50));
}
