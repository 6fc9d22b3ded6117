// Threads that share a list of tasks: each takes the next one until none is left, then waits for the next list.
//
// A list has an epoch, in the upper 16 bits of COUNT and of NEXT: who takes a number of one list cannot take it for one
// of the next list, however long it was held up in between.

import { run } from './attend';
import {
  SHARE_COUNT,
  SHARE_DONE,
  SHARE_EPOCH,
  SHARE_NEXT,
  SHARE_TASKS,
  TASK_WORDS,
} from './fields';

/** How often a thread looks for work before it goes to sleep: about 10 µs, less than waking takes. */
const looks = 2000;

function at(share: usize, word: usize): usize {
  return share + (word << 2);
}

/**
 * Takes a task and does it; false where none is left.
 * @param scratch where the thread's scratch is told: it may grow between lists
 */
export function help(share: usize, scratch: usize): bool {
  const ticket = atomic.add<u32>(at(share, SHARE_NEXT), 1);
  const count = atomic.load<u32>(at(share, SHARE_COUNT));
  const index = ticket & 0xffff;
  if (ticket >>> 16 !== count >>> 16 || index >= (count & 0xffff)) return false;
  run(load<u32>(at(share, SHARE_TASKS)) + ((<usize>(index * TASK_WORDS)) << 2), load<u32>(scratch));
  atomic.add<u32>(at(share, SHARE_DONE), 1);
  return true;
}

/** Helps with one list after the other; the thread ends from outside. */
export function serve(share: usize, scratch: usize): void {
  let epoch = 0;
  for (;;) {
    for (let i = 0; i < looks && atomic.load<i32>(at(share, SHARE_EPOCH)) === epoch; i++);
    atomic.wait<i32>(at(share, SHARE_EPOCH), epoch, -1);
    epoch = atomic.load<i32>(at(share, SHARE_EPOCH));
    while (help(share, scratch));
  }
}
