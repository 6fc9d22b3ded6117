// Keys and values laid out as register tiles read them, once for all rows of a sequence and kv head.

import {
  END,
  FIRST,
  KEYS,
  KEY_BYTES,
  KEY_PANELS,
  KEY_STRIDE,
  PANEL_FIRST,
  PANEL_KEYS,
  STORED,
  STORED_F32,
  TAILS,
  TAIL_BYTES,
  TAIL_STORED,
  TAIL_STRIDE,
  VALUES,
  VALUE_BYTES,
  VALUE_PANELS,
  VALUE_STRIDE,
} from './fields';
import { address, word } from './task';
import { widen } from './widen';

/** FIRST is a multiple of 8 keys after PANEL_FIRST. */
export function pack(task: usize, scratch: usize): void {
  const first = word(task, FIRST);
  const end = word(task, END);
  const bytes = address(task, KEY_BYTES);
  const tailBytes = address(task, TAIL_BYTES);
  const from = <usize>(first - word(task, PANEL_FIRST));
  const panelBytes = (bytes + tailBytes) << 3;
  let to = address(task, KEY_PANELS) + (from >> 3) * panelBytes;
  for (let key = first; key < end; key += 8) {
    const keys = min(8, end - key);
    const at = address(task, KEYS) + <usize>key * address(task, KEY_STRIDE);
    packKeys(word(task, STORED), at, address(task, KEY_STRIDE), bytes, keys, scratch, to);
    if (tailBytes !== 0) {
      const stride = address(task, TAIL_STRIDE);
      const tailAt = address(task, TAILS) + <usize>key * stride;
      const out = to + (bytes << 3);
      packKeys(word(task, TAIL_STORED), tailAt, stride, tailBytes, keys, scratch, out);
    }
    to += panelBytes;
  }
  packValues(task, scratch, address(task, VALUE_PANELS) + (from << 5), first, end);
}

/** Up to 8 keys as [columns, 8]; columns that are left over repeat the last key. */
function packKeys(
  stored: i32,
  rows: usize,
  stride: usize,
  bytes: usize,
  keys: i32,
  scratch: usize,
  to: usize,
): void {
  if (stored !== STORED_F32) {
    widen(stored, rows, stride, keys, bytes, scratch);
    rows = scratch;
    stride = bytes;
  }
  const last = keys - 1;
  for (let half = 0; half < 2; half++) {
    const at = half << 2;
    const k0 = rows + <usize>min(at, last) * stride;
    const k1 = rows + <usize>min(at + 1, last) * stride;
    const k2 = rows + <usize>min(at + 2, last) * stride;
    const k3 = rows + <usize>min(at + 3, last) * stride;
    let out = to + (half << 4);
    for (let column: usize = 0; column < bytes; column += 16) {
      const a = v128.load(k0 + column);
      const b = v128.load(k1 + column);
      const c = v128.load(k2 + column);
      const d = v128.load(k3 + column);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      v128.store(out, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
      v128.store(out, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
      const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(out, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5), 64);
      v128.store(out, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7), 96);
      out += 128;
    }
  }
}

/** Values as [columns / 8, PANEL_KEYS, 8]; where an odd last panel has half a row, the rest is never read out. */
function packValues(task: usize, scratch: usize, to: usize, first: i32, end: i32): void {
  const stored = word(task, STORED);
  const stride = address(task, VALUE_STRIDE);
  const bytes = address(task, VALUE_BYTES);
  const panelBytes = address(task, PANEL_KEYS) << 5;
  let row = address(task, VALUES) + <usize>first * stride;
  for (let key = first; key < end; key++) {
    let out = to;
    let at = row;
    if (stored !== STORED_F32) {
      widen(stored, row, stride, 1, bytes, scratch);
      at = scratch;
    }
    for (let column: usize = 0; column < bytes; column += 32) {
      v128.store(out, v128.load(at + column));
      v128.store(out, v128.load(at + column, 16), 16);
      out += panelBytes;
    }
    row += stride;
    to += 32;
  }
}
