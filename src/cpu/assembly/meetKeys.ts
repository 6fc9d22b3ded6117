// Attention of rows to keys FIRST to END - 1, a block at a time: a block of keys and values is met by all rows, in tiles
// of 4, 2 and 1, while the first-level cache holds it. Rows are the heads of a group, for one new token or for many.

import { dots1, dots2, dots4 } from './dots';
import {
  BLOCK,
  CONTEXTS,
  CONTEXT_STRIDE,
  END,
  FIRST,
  FIRST_ROW,
  GROUP,
  KEYS,
  KEY_BYTES,
  KEY_STRIDE,
  MAXIMA,
  QUERIES,
  ROWS,
  SIGHT,
  SOFTCAP,
  STORED,
  STORED_F32,
  SUMS,
  TAILS,
  TAIL_BYTES,
  TAIL_STORED,
  TAIL_STRIDE,
  VALUES,
  VALUE_BYTES,
  VALUE_STRIDE,
  WINDOW,
} from './fields';
import { begin, cap, soften } from './soften';
import { address, float, word } from './task';
import { touch } from './touch';
import { weigh } from './weigh';
import { widen } from './widen';

export function meetKeys(task: usize, scratch: usize): void {
  const end = word(task, END);
  const block = word(task, BLOCK);
  const keyStride = address(task, KEY_STRIDE);
  const tailStride = address(task, TAIL_STRIDE);
  const valueStride = address(task, VALUE_STRIDE);
  begin(task, word(task, ROWS));
  for (let first = word(task, FIRST); first < end; first += block) {
    const keys = min(block, end - first);
    const keyAt = address(task, KEYS) + <usize>first * keyStride;
    const tailAt = address(task, TAILS) + <usize>first * tailStride;
    const valueAt = address(task, VALUES) + <usize>first * valueStride;
    const isSame = keyAt === valueAt;
    let seen = touch(keyAt, <usize>keys * keyStride);
    if (!isSame) seen |= touch(valueAt, <usize>keys * valueStride);
    store<i32>(scratch, seen);
    if (word(task, STORED) === STORED_F32) {
      meetBlock(
        task,
        scratch,
        first,
        keys,
        keyAt,
        keyStride,
        tailAt,
        tailStride,
        valueAt,
        valueStride,
      );
    } else {
      meetWidened(task, scratch, first, keys, keyAt, tailAt, valueAt, isSame);
    }
  }
}

/** Widens a block's rows to where scratch has room behind the scores, and has them met there. */
function meetWidened(
  task: usize,
  scratch: usize,
  first: i32,
  keys: i32,
  keyAt: usize,
  tailAt: usize,
  valueAt: usize,
  isSame: bool,
): void {
  const stored = word(task, STORED);
  const bytes = address(task, KEY_BYTES);
  const tailBytes = address(task, TAIL_BYTES);
  const valueBytes = address(task, VALUE_BYTES);
  // One row may be key and value, or more of it value than key.
  const wide = isSame ? max(bytes, valueBytes) : bytes;
  const wideKeys = scratch + ((<usize>word(task, BLOCK)) << 4) + 32;
  const wideTails = wideKeys + <usize>keys * wide;
  const wideValues = isSame ? wideKeys : wideTails + <usize>keys * tailBytes;
  widen(stored, keyAt, address(task, KEY_STRIDE), keys, wide, wideKeys);
  if (tailBytes !== 0) {
    const tailStored = word(task, TAIL_STORED);
    widen(tailStored, tailAt, address(task, TAIL_STRIDE), keys, tailBytes, wideTails);
  }
  if (!isSame) widen(stored, valueAt, address(task, VALUE_STRIDE), keys, valueBytes, wideValues);
  const valueStride = isSame ? wide : valueBytes;
  meetBlock(
    task,
    scratch,
    first,
    keys,
    wideKeys,
    wide,
    wideTails,
    tailBytes,
    wideValues,
    valueStride,
  );
}

/** The first key that a row sees, and the one after its last. */
function firstSeen(task: usize, row: i32): i32 {
  const token = (word(task, FIRST_ROW) + row) / word(task, GROUP);
  return token + word(task, SIGHT) - word(task, WINDOW);
}

function endSeen(task: usize, row: i32): i32 {
  const token = (word(task, FIRST_ROW) + row) / word(task, GROUP);
  return token + word(task, SIGHT);
}

/** All rows meet a block's keys and values; tiles of which no row sees any are left out. */
function meetBlock(
  task: usize,
  alphas: usize,
  first: i32,
  keys: i32,
  keyAt: usize,
  keyStride: usize,
  tailAt: usize,
  tailStride: usize,
  valueAt: usize,
  valueStride: usize,
): void {
  const rows = word(task, ROWS);
  const scores = alphas + 16;
  const bytes = address(task, VALUE_BYTES);
  const oStride = address(task, CONTEXT_STRIDE);
  for (let row = 0; row < rows;) {
    const left = rows - row;
    const count = left >= 4 ? 4 : left >= 2 ? 2 : 1;
    const last = row + count - 1;
    if (endSeen(task, last) > first && firstSeen(task, row) < first + keys) {
      score(task, row, count, keys, keyAt, keyStride, tailAt, tailStride, scores);
      cap(scores, keys * count, float(task, SOFTCAP));
      if (endSeen(task, row) < first + keys || firstSeen(task, last) > first) {
        hide(task, scores, row, count, first, keys);
      }
      const at = (<usize>row) << 2;
      soften(count, scores, keys, address(task, MAXIMA) + at, address(task, SUMS) + at, alphas);
      const o = address(task, CONTEXTS) + <usize>row * oStride;
      weigh(count, scores, valueAt, valueStride, keys, o, oStride, bytes, alphas);
    }
    row += count;
  }
}

/** Scores of keys that a row does not see become minus infinity. */
function hide(task: usize, scores: usize, row: i32, count: i32, first: i32, keys: i32): void {
  for (let i = 0; i < count; i++) {
    const begins = min(keys, firstSeen(task, row + i) - first);
    const ends = max(0, endSeen(task, row + i) - first);
    for (let key = 0; key < begins; key++) {
      store<f32>(scores + ((<usize>(key * count + i)) << 2), -Infinity);
    }
    for (let key = ends; key < keys; key++) {
      store<f32>(scores + ((<usize>(key * count + i)) << 2), -Infinity);
    }
  }
}

/** Scores of a block's keys; where a tile of keys goes beyond them, its last key is scored again. */
function score(
  task: usize,
  row: i32,
  heads: i32,
  keys: i32,
  keyAt: usize,
  keyStride: usize,
  tailAt: usize,
  tailStride: usize,
  out: usize,
): void {
  const bytes = address(task, KEY_BYTES);
  const tailBytes = address(task, TAIL_BYTES);
  const queryBytes = bytes + tailBytes;
  const q = address(task, QUERIES) + <usize>row * queryBytes;
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
