// What the systems are given and what they must answer: seeded inputs, and rows of the float64 result.

import { uniforms, mix, seedOf } from '../../src/attention/random';
import { formats } from '../../src/attention/format';
import { compare, type Agreement } from '../../src/reference/agreement';
import { attendRow } from '../../src/reference/attend';
import type { PeerInputs, PeerShape } from './system';

/** Scores of a standard deviation of about 2.7 before the softmax: peaked, so that a wrong one shows. */
const queryScale = 8;

export function inputsOf(shape: PeerShape, seed: number): PeerInputs {
  const { queryHeads, kvHeads, qkDim, vDim, valueIsKeyPrefix, newTokens, context } = shape;
  const values = (id: string, count: number, scale: number) =>
    uniforms(seedOf(seed, `${shape.id} ${id}`), count, scale);
  return {
    q: values('q', newTokens * queryHeads * qkDim, queryScale),
    k: values('k', kvHeads * context * qkDim, 1),
    v: values('v', valueIsKeyPrefix ? 0 : kvHeads * context * vDim, 1),
  };
}

/** The new tokens whose rows are compared: all in decode; else the ends, the edges of tiles and some seeded ones. */
export function checkedTokens({ newTokens }: Pick<PeerShape, 'newTokens'>, seed: number): number[] {
  const edges = [0, 15, 16, 31, 32, 63, 64, 127, 128, newTokens - 33, newTokens - 1];
  const seeded = Array.from({ length: 8 }, (_, i) => mix((seed ^ mix(i + 1)) >>> 0) % newTokens);
  const tokens = [...edges, ...seeded].filter((token) => token >= 0 && token < newTokens);
  return [...new Set(tokens)].toSorted((a, b) => a - b);
}

/** The rows of some new tokens in float64: [tokens, queryHeads, vDim]. */
export function expectedRows(
  shape: PeerShape,
  { q, k, v }: PeerInputs,
  tokens: readonly number[],
): Float64Array {
  const { queryHeads, kvHeads, qkDim, vDim, newTokens, context, scale } = shape;
  const rows = new Float64Array(tokens.length * queryHeads * vDim);
  const probs = new Float64Array(context);
  const out = new Float64Array(vDim);
  for (let kvHead = 0; kvHead < kvHeads; kvHead++) {
    const keys = Float64Array.from(
      k.subarray(kvHead * context * qkDim).subarray(0, context * qkDim),
    );
    const values = shape.valueIsKeyPrefix
      ? prefixOf(keys, qkDim, vDim)
      : Float64Array.from(v.subarray(kvHead * context * vDim).subarray(0, context * vDim));
    const groupSize = queryHeads / kvHeads;
    for (let head = kvHead * groupSize; head < (kvHead + 1) * groupSize; head++) {
      for (const [i, token] of tokens.entries()) {
        const at = (token * queryHeads + head) * qkDim;
        const query = Float64Array.from(q.subarray(at, at + qkDim));
        const sight = { first: 0, end: context - newTokens + token + 1 };
        attendRow({ query, keys, values }, sight, { scale }, probs, out);
        rows.set(out, (i * queryHeads + head) * vDim);
      }
    }
  }
  return rows;
}

/** The first `width` columns of rows. */
function prefixOf(rows: Float64Array, rowWidth: number, width: number): Float64Array {
  const count = rows.length / rowWidth;
  const prefix = new Float64Array(count * width);
  for (let i = 0; i < count; i++) {
    prefix.set(rows.subarray(i * rowWidth, i * rowWidth + width), i * width);
  }
  return prefix;
}

/** Compares a whole result [newTokens, queryHeads, vDim] in the rows of some tokens. */
export const compareRows = (
  { newTokens, queryHeads, vDim }: PeerShape,
  result: Float32Array,
  tokens: readonly number[],
  expected: Float64Array,
): Agreement => compareSome([newTokens, queryHeads * vDim], result, tokens, expected);

/** The same of any rows, [rows, width], of which some were computed in float64. */
export function compareSome(
  [rows, width]: readonly [rows: number, width: number],
  result: Float32Array,
  some: readonly number[],
  expected: Float64Array,
): Agreement {
  if (result.length !== rows * width) {
    throw new Error(`the result has ${result.length} elements, not ${rows * width}`);
  }
  const actual = new Float32Array(some.length * width);
  for (const [i, row] of some.entries()) {
    actual.set(result.subarray(row * width, (row + 1) * width), i * width);
  }
  return compare(actual, expected, formats.f32.storedBound);
}
