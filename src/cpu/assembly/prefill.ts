// Attention of many rows to packed keys and values: a block of keys at a time, and for each 4 rows two register-tiled
// matrix products with the softmax between them. Blocks that no row of the four sees are skipped.

import {
  BLOCK,
  CONTEXTS,
  CONTEXT_STRIDE,
  END,
  FIRST,
  FIRST_ROW,
  GROUP,
  KEY_BYTES,
  KEY_PANELS,
  MAXIMA,
  PANEL_FIRST,
  PANEL_KEYS,
  QUERIES,
  ROWS,
  SIGHT,
  SOFTCAP,
  SUMS,
  TAIL_BYTES,
  VALUE_BYTES,
  VALUE_PANELS,
  WINDOW,
} from './fields';
import { begin, cap, soften } from './soften';
import { address, float, word } from './task';
import { tile } from './tile';

/** Rows are taken by 4: the task's arrays have room for ROWS rounded up. FIRST is a multiple of 8 after PANEL_FIRST. */
export function prefill(task: usize, scratch: usize): void {
  const rows = (word(task, ROWS) + 3) & ~3;
  const end = word(task, END);
  const block = word(task, BLOCK);
  begin(task, rows);
  for (let first = word(task, FIRST); first < end; first += block) {
    const keys = min(block, end - first);
    for (let row = 0; row < rows; row += 4) meet(task, scratch, row, first, keys);
  }
}

/** The first key that a row sees, and the one after its last. */
function firstSeen(task: usize, row: i32): i32 {
  const token = (word(task, FIRST_ROW) + row) / word(task, GROUP);
  return max(word(task, FIRST), token + word(task, SIGHT) - word(task, WINDOW));
}

function endSeen(task: usize, row: i32): i32 {
  const token = (word(task, FIRST_ROW) + row) / word(task, GROUP);
  return min(word(task, END), token + word(task, SIGHT));
}

function meet(task: usize, alphas: usize, row: i32, first: i32, keys: i32): void {
  const end = first + keys;
  if (endSeen(task, row + 3) <= first || firstSeen(task, row) >= end) return;
  const block = <usize>word(task, BLOCK);
  const scores = alphas + 32;
  const width = (word(task, KEY_BYTES) + word(task, TAIL_BYTES)) >> 2;
  const rowBytes = (<usize>width) << 2;
  const panelFirst = <usize>(first - word(task, PANEL_FIRST));
  const q = address(task, QUERIES) + <usize>row * rowBytes;
  let panel = address(task, KEY_PANELS) + panelFirst * rowBytes;
  for (let key = 0; key < keys; key += 8) {
    tile(q, rowBytes, panel, width, scores + ((<usize>key) << 2), block << 2, 0);
    panel += rowBytes << 3;
  }

  for (let i: usize = 0; i < 4; i++) cap(scores + ((i * block) << 2), keys, float(task, SOFTCAP));
  if (firstSeen(task, row + 3) > first || endSeen(task, row) < end)
    hide(task, scores, row, first, keys);
  // Each row writes its factor four times over: the next three make good what it spoils.
  for (let i = 0; i < 4; i++) {
    const at = (<usize>(row + i)) << 2;
    const line = scores + <usize>i * (block << 2);
    const maxima = address(task, MAXIMA);
    const sums = address(task, SUMS);
    soften(1, line, keys, maxima + at, sums + at, alphas + (i << 2));
  }

  const stride = address(task, CONTEXT_STRIDE);
  const contexts = address(task, CONTEXTS) + <usize>row * stride;
  const bytes = address(task, VALUE_BYTES);
  panel = address(task, VALUE_PANELS) + (panelFirst << 5);
  for (let column: usize = 0; column < bytes; column += 32) {
    tile(scores, block << 2, panel, keys, contexts + column, stride, alphas);
    panel += address(task, PANEL_KEYS) << 5;
  }
}

/** Scores of keys that a row does not see become minus infinity. */
function hide(task: usize, line: usize, row: i32, first: i32, keys: i32): void {
  const block = word(task, BLOCK);
  for (let i = 0; i < 4; i++) {
    const begins = firstSeen(task, row + i) - first;
    const ends = max(0, endSeen(task, row + i) - first);
    for (let key = 0; key < min(begins, keys); key++) {
      store<f32>(line + ((<usize>key) << 2), -Infinity);
    }
    for (let key = ends; key < keys; key++) store<f32>(line + ((<usize>key) << 2), -Infinity);
    line += (<usize>block) << 2;
  }
}
