// What the module exports: a task at a time, and what tests ask of its functions.

import { exp2, tanh } from './exp2';
import { OP, OP_GATHER, OP_MEET_KEYS, OP_MERGE, OP_OUTER_PRODUCT, OP_PROJECT } from './fields';
import { meetKeys } from './meetKeys';
import { gather, merge } from './move';
import { outerProduct, project } from './project';
import { word } from './task';

/** @param scratch room that no other thread uses: (4 BLOCK + 8) floats, 16 at least, and a block's wide rows */
export function run(task: usize, scratch: usize): void {
  switch (word(task, OP)) {
    case OP_MEET_KEYS:
      meetKeys(task, scratch);
      break;
    case OP_GATHER:
      gather(task);
      break;
    case OP_MERGE:
      merge(task);
      break;
    case OP_PROJECT:
      project(task, scratch);
      break;
    case OP_OUTER_PRODUCT:
      outerProduct(task);
      break;
  }
}

/** Replaces `count` floats, a multiple of 4, by their powers of two. */
export function exp2All(at: usize, count: i32): void {
  const end = at + ((<usize>count) << 2);
  for (; at < end; at += 16) v128.store(at, exp2(v128.load(at)));
}

/** Replaces `count` floats, a multiple of 4, by their hyperbolic tangents. */
export function tanhAll(at: usize, count: i32): void {
  const end = at + ((<usize>count) << 2);
  for (; at < end; at += 16) v128.store(at, tanh(v128.load(at)));
}

export { help, serve } from './share';
export { widen } from './widen';
