// Products of rows with matrices, and sums of outer products.

import { dots1, dots4 } from './dots';
import {
  END,
  FIRST,
  GROUP,
  HEAD_STRIDE,
  KEYS,
  KEY_BYTES,
  KEY_STRIDE,
  OUTER,
  QUERIES,
  ROWS,
  SCALE,
  TAIL_STRIDE,
  TOKEN_STRIDE,
  VALUES,
  VALUE_BYTES,
  VALUE_STRIDE,
} from './fields';
import { madd } from './madd';
import { address, float, word } from './task';

/**
 * OUTER[row][o] = QUERIES[row] . KEYS[o] for outputs FIRST to END - 1: rows of KEY_BYTES, KEY_STRIDE apart in the
 * matrix and dense in QUERIES. By 4 rows and 2 outputs, what is left by 4 outputs.
 */
export function project(task: usize, scratch: usize): void {
  const rows = word(task, ROWS);
  const bytes = address(task, KEY_BYTES);
  const stride = address(task, KEY_STRIDE);
  const matrix = address(task, KEYS);
  const outStride = address(task, TOKEN_STRIDE);
  const end = word(task, END);
  const last = end - 1;
  for (let o = word(task, FIRST); o < end; o += 4) {
    const w0 = matrix + <usize>o * stride;
    const w1 = matrix + <usize>min(o + 1, last) * stride;
    const w2 = matrix + <usize>min(o + 2, last) * stride;
    const w3 = matrix + <usize>min(o + 3, last) * stride;
    let x = address(task, QUERIES);
    let out = address(task, OUTER) + ((<usize>o) << 2);
    const count = min(4, end - o);
    let row = 0;
    for (; row + 4 <= rows; row += 4) {
      // Scores come by output, [output][row].
      dots4(x, bytes, w0, w1, bytes, 0, 0, 0, scratch);
      dots4(x, bytes, w2, w3, bytes, 0, 0, 0, scratch + 32);
      for (let i: usize = 0; i < 4; i++) {
        for (let j: usize = 0; j < <usize>count; j++) {
          store<f32>(out + (j << 2), load<f32>(scratch + (j << 4) + (i << 2)));
        }
        out += outStride;
      }
      x += bytes << 2;
    }
    for (; row < rows; row++) {
      dots1(x, w0, w1, w2, w3, bytes, 0, 0, 0, 0, 0, scratch);
      for (let j: usize = 0; j < <usize>count; j++) {
        store<f32>(out + (j << 2), load<f32>(scratch + (j << 2)));
      }
      out += outStride;
      x += bytes;
    }
  }
}

/**
 * OUTER[token] = SCALE times the sum over GROUP ranks of KEYS[rank][token] VALUES[rank][token]: a number by a row of
 * VALUE_BYTES, for tokens FIRST to END - 1. Ranks lie TAIL_STRIDE apart in KEYS and HEAD_STRIDE in VALUES.
 */
export function outerProduct(task: usize): void {
  const ranks = word(task, GROUP);
  const bytes = address(task, VALUE_BYTES);
  const end = word(task, END);
  for (let token = word(task, FIRST); token < end; token++) {
    const left = address(task, KEYS) + <usize>token * address(task, KEY_STRIDE);
    const right = address(task, VALUES) + <usize>token * address(task, VALUE_STRIDE);
    const out = address(task, OUTER) + <usize>token * address(task, TOKEN_STRIDE);
    for (let column: usize = 0; column < bytes; column += 16) {
      let sum = f32x4.splat(0);
      for (let rank: usize = 0; rank < <usize>ranks; rank++) {
        const factor = v128.load32_splat(left + rank * address(task, TAIL_STRIDE));
        sum = madd(factor, v128.load(right + rank * address(task, HEAD_STRIDE) + column), sum);
      }
      v128.store(out + column, f32x4.mul(f32x4.splat(float(task, SCALE)), sum));
    }
  }
}
