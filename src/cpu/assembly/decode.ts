// Attention of one query group's rows to keys FIRST to END - 1, a block at a time: a block of keys and values is met by
// all heads of the group, in tiles of 4, 2 and 1, while the first-level cache holds it.

import { dots1, dots2, dots4 } from './dots';
import {
  BLOCK,
  CONTEXTS,
  CONTEXT_STRIDE,
  END,
  FIRST,
  KEYS,
  KEY_BYTES,
  KEY_STRIDE,
  MAXIMA,
  QUERIES,
  ROWS,
  SOFTCAP,
  SUMS,
  TAILS,
  TAIL_BYTES,
  TAIL_STRIDE,
  VALUES,
  VALUE_BYTES,
  VALUE_STRIDE,
} from './fields';
import { begin, cap, soften } from './soften';
import { address, float, word } from './task';
import { touch } from './touch';
import { weigh } from './weigh';

export function decode(task: usize, scratch: usize): void {
  const rows = word(task, ROWS);
  const end = word(task, END);
  const block = word(task, BLOCK);
  begin(task, rows);
  for (let first = word(task, FIRST); first < end; first += block) {
    const keys = min(block, end - first);
    store<i32>(scratch, fetch(task, first, keys));
    for (let row = 0; row < rows;) {
      const left = rows - row;
      const heads = left >= 4 ? 4 : left >= 2 ? 2 : 1;
      meet(task, scratch, row, heads, first, keys);
      row += heads;
    }
  }
}

/** Reads a block's rows in order; values that are the keys themselves only once. */
function fetch(task: usize, first: i32, keys: i32): i32 {
  const keyStride = address(task, KEY_STRIDE);
  const seen = touch(address(task, KEYS) + <usize>first * keyStride, <usize>keys * keyStride);
  if (address(task, VALUES) === address(task, KEYS)) return seen;
  const stride = address(task, VALUE_STRIDE);
  return seen | touch(address(task, VALUES) + <usize>first * stride, <usize>keys * stride);
}

/** A tile's heads meet a block's keys. */
function meet(task: usize, alphas: usize, row: i32, heads: i32, first: i32, keys: i32): void {
  const scores = alphas + 16;
  score(task, row, heads, first, keys, scores);
  cap(scores, keys * heads, float(task, SOFTCAP));
  const at = (<usize>row) << 2;
  soften(heads, scores, keys, address(task, MAXIMA) + at, address(task, SUMS) + at, alphas);
  const stride = address(task, VALUE_STRIDE);
  const bytes = address(task, VALUE_BYTES);
  weigh(
    heads,
    scores,
    address(task, VALUES) + <usize>first * stride,
    stride,
    keys,
    address(task, CONTEXTS) + <usize>row * address(task, CONTEXT_STRIDE),
    address(task, CONTEXT_STRIDE),
    bytes,
    alphas,
  );
}

/** Scores of a block's keys; where a tile of keys goes beyond them, its last key is scored again. */
function score(task: usize, row: i32, heads: i32, first: i32, keys: i32, out: usize): void {
  const keyStride = address(task, KEY_STRIDE);
  const tailStride = address(task, TAIL_STRIDE);
  const bytes = address(task, KEY_BYTES);
  const tailBytes = address(task, TAIL_BYTES);
  const queryBytes = bytes + tailBytes;
  const q = address(task, QUERIES) + <usize>row * queryBytes;
  const keyAt = address(task, KEYS) + <usize>first * keyStride;
  const tailAt = address(task, TAILS) + <usize>first * tailStride;
  const last = keys - 1;
  if (heads === 4) {
    for (let key = 0; key < keys; key += 2) {
      const k0: usize = key;
      const k1: usize = min(key + 1, last);
      dots4(
        q,
        queryBytes,
        keyAt + k0 * keyStride,
        keyAt + k1 * keyStride,
        bytes,
        tailAt + k0 * tailStride,
        tailAt + k1 * tailStride,
        tailBytes,
        out,
      );
      out += 32;
    }
    return;
  }
  for (let key = 0; key < keys; key += 4) {
    const k0: usize = key;
    const k1: usize = min(key + 1, last);
    const k2: usize = min(key + 2, last);
    const k3: usize = min(key + 3, last);
    const x0 = keyAt + k0 * keyStride;
    const x1 = keyAt + k1 * keyStride;
    const x2 = keyAt + k2 * keyStride;
    const x3 = keyAt + k3 * keyStride;
    const t0 = tailAt + k0 * tailStride;
    const t1 = tailAt + k1 * tailStride;
    const t2 = tailAt + k2 * tailStride;
    const t3 = tailAt + k3 * tailStride;
    if (heads === 2) {
      dots2(q, queryBytes, x0, x1, x2, x3, bytes, t0, t1, t2, t3, tailBytes, out);
      out += 32;
    } else {
      dots1(q, x0, x1, x2, x3, bytes, t0, t1, t2, t3, tailBytes, out);
      out += 16;
    }
  }
}
