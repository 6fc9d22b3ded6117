// The graphs by which onnxruntime can compute a shape: its fused operators, and products of matrices with a softmax.

import { causalBias, columns, swapInner, swapOuter } from './layouts';
import type { OnnxNode, OnnxValue } from './onnxModel';
import type { PeerInputs, PeerShape } from './system';

/** An input of the graph with what it holds. */
export interface Operand extends OnnxValue {
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>;
  /**
   * `cache`: rows that a server keeps where it computes; `query`: what a step brings; `size`: a number that the
   * operator reads on the CPU, or a shape.
   */
  readonly role: 'query' | 'cache' | 'size';
}

export interface Recipe {
  readonly kernel: string;
  readonly operands: readonly Operand[];
  readonly nodes: readonly OnnxNode[];
  /** The first is the result; others write into the cache operand that they name, in place. */
  readonly outputs: readonly (OnnxValue & { readonly inPlaceOf?: string })[];
  /** Whether the result stands head by head, [queryHeads, newTokens, vDim], rather than token by token. */
  readonly byHead: boolean;
}

export const float = (
  name: string,
  role: Operand['role'],
  dims: readonly number[],
  data: Float32Array<ArrayBuffer>,
): Operand => ({ name, role, type: 'float32', dims, data });

export const result = (dims: readonly number[]) =>
  ({ name: 'out', type: 'float32', dims }) as const;

/**
 * The operator of grouped-query attention with a cache that it appends to in place: the last row of the inputs comes
 * as the new one. In prefill there is no past, and all rows are new.
 */
function groupQueryAttention(shape: PeerShape, { q, k, v }: PeerInputs): Recipe {
  const { queryHeads, kvHeads, qkDim, vDim, newTokens, context, scale } = shape;
  const cacheDims = [1, kvHeads, context, qkDim];
  const lastRows = (rows: Float32Array, width: number) => {
    const byToken = swapOuter(rows, [kvHeads, context, width]);
    return byToken.slice((context - newTokens) * kvHeads * width);
  };
  const decode = shape.phase === 'decode';
  const past = decode
    ? [float('past_key', 'cache', cacheDims, k), float('past_value', 'cache', cacheDims, v)]
    : [
        float('past_key', 'cache', cacheDims, new Float32Array(k.length)),
        float('past_value', 'cache', cacheDims, new Float32Array(v.length)),
      ];
  const newDims = [1, newTokens, kvHeads * qkDim];
  return {
    kernel: 'GroupQueryAttention',
    byHead: false,
    operands: [
      float('query', 'query', [1, newTokens, queryHeads * qkDim], q),
      float('key', 'query', newDims, lastRows(k, qkDim)),
      float('value', 'query', newDims, lastRows(v, vDim)),
      ...past,
      { name: 'last', role: 'query', type: 'int32', dims: [1], data: Int32Array.of(context - 1) },
      { name: 'total', role: 'size', type: 'int32', dims: [1], data: Int32Array.of(context) },
    ],
    nodes: [
      {
        op: 'GroupQueryAttention',
        domain: 'com.microsoft',
        inputs: ['query', 'key', 'value', 'past_key', 'past_value', 'last', 'total'],
        outputs: ['out', 'present_key', 'present_value'],
        ints: { num_heads: queryHeads, kv_num_heads: kvHeads },
        floats: { scale },
      },
    ],
    outputs: [
      result([1, newTokens, queryHeads * vDim]),
      { name: 'present_key', type: 'float32', dims: cacheDims, inPlaceOf: 'past_key' },
      { name: 'present_value', type: 'float32', dims: cacheDims, inPlaceOf: 'past_value' },
    ],
  };
}

/** The operator of multi-head attention, its cache head by head as another sequence's keys. */
function multiHeadAttention(shape: PeerShape, { q, k, v }: PeerInputs): Recipe {
  const { queryHeads, qkDim, vDim, newTokens, context, scale } = shape;
  const prefill = shape.phase === 'prefill';
  const rows = (data: Float32Array<ArrayBuffer>, width: number) =>
    prefill ? swapOuter(data, [queryHeads, context, width]) : data;
  const dims = (width: number) =>
    prefill ? [1, context, queryHeads * width] : [1, queryHeads, context, width];
  return {
    kernel: 'MultiHeadAttention',
    byHead: false,
    operands: [
      float('query', 'query', [1, newTokens, queryHeads * qkDim], q),
      float('key', 'cache', dims(qkDim), rows(k, qkDim)),
      float('value', 'cache', dims(vDim), rows(v, vDim)),
    ],
    nodes: [
      {
        op: 'MultiHeadAttention',
        domain: 'com.microsoft',
        inputs: ['query', 'key', 'value'],
        outputs: ['out'],
        ints: { num_heads: queryHeads, unidirectional: prefill ? 1 : 0 },
        floats: { scale },
      },
    ],
    outputs: [result([1, newTokens, queryHeads * vDim])],
  };
}

/** The standard's own operator, of opset 23. */
function attention(shape: PeerShape, { q, k, v }: PeerInputs): Recipe {
  const { queryHeads, kvHeads, qkDim, vDim, newTokens, context, scale } = shape;
  const values = shape.valueIsKeyPrefix ? columns(k, qkDim, 0, vDim) : v;
  return {
    kernel: 'Attention (opset 23)',
    byHead: true,
    operands: [
      float(
        'query',
        'query',
        [1, queryHeads, newTokens, qkDim],
        swapOuter(q, [newTokens, queryHeads, qkDim]),
      ),
      float('key', 'cache', [1, kvHeads, context, qkDim], k),
      float('value', 'cache', [1, kvHeads, context, vDim], values),
    ],
    nodes: [
      {
        op: 'Attention',
        inputs: ['query', 'key', 'value'],
        outputs: ['out'],
        ints: { is_causal: shape.phase === 'prefill' ? 1 : 0 },
        floats: { scale },
      },
    ],
    outputs: [result([1, queryHeads, newTokens, vDim])],
  };
}

/** Reshapes, as nodes with the shapes that they read. */
function reshape(from: string, to: string, dims: readonly number[]) {
  const shapeName = `${to} shape`;
  const data = BigInt64Array.from(dims, BigInt);
  const operand: Operand = {
    name: shapeName,
    role: 'size',
    type: 'int64',
    dims: [dims.length],
    data,
  };
  return { operand, node: { op: 'Reshape', inputs: [from, shapeName], outputs: [to] } };
}

/** How the two products of attention are written. */
interface Products {
  readonly kernel: string;
  /** Keys stand column by column, [kvHeads, qkDim, context], as a product of matrices reads them. */
  readonly keysByColumn: boolean;
  /** The node that makes scores [kvHeads, rows, context] of `query` and `keys`. */
  readonly score: OnnxNode;
  /** The node that makes `out` [kvHeads, rows, vDim] of `probs` and `values`. */
  readonly mix: OnnxNode;
}

const inputsOfProducts = {
  score: { inputs: ['query', 'keys'], outputs: ['scores'] },
  mix: { inputs: ['probs', 'values'], outputs: ['out'] },
} as const;

const matMul: Products = {
  kernel: 'MatMul, Softmax, MatMul',
  keysByColumn: true,
  score: { op: 'MatMul', ...inputsOfProducts.score },
  mix: { op: 'MatMul', ...inputsOfProducts.mix },
};

const einsum: Products = {
  kernel: 'Einsum, Softmax, Einsum',
  keysByColumn: false,
  score: { op: 'Einsum', ...inputsOfProducts.score, strings: { equation: 'grd,gkd->grk' } },
  mix: { op: 'Einsum', ...inputsOfProducts.mix, strings: { equation: 'grk,gkv->grv' } },
};

/** Heads of a group are rows of one product, so that its keys are there once. */
function products(
  { kernel, keysByColumn, score, mix }: Products,
  shape: PeerShape,
  { q, k, v }: PeerInputs,
): Recipe {
  const { queryHeads, kvHeads, qkDim, vDim, newTokens, context, scale } = shape;
  const groupSize = queryHeads / kvHeads;
  const rows = groupSize * newTokens;
  const scaled = swapOuter(q, [newTokens, queryHeads, qkDim]).map((value) => value * scale);
  const keys = keysByColumn
    ? float('keys', 'cache', [kvHeads, qkDim, context], swapInner(k, [kvHeads, context, qkDim]))
    : float('keys', 'cache', [kvHeads, context, qkDim], k);
  const values = shape.valueIsKeyPrefix ? columns(k, qkDim, 0, vDim) : v;
  const operands = [
    float('query', 'query', [kvHeads, rows, qkDim], scaled),
    keys,
    float('values', 'cache', [kvHeads, context, vDim], values),
  ];
  const nodes: OnnxNode[] = [score];
  let scores = 'scores';
  if (shape.phase === 'prefill') {
    const apart = reshape(scores, 'apart', [kvHeads, groupSize, newTokens, context]);
    const together = reshape('masked', 'together', [kvHeads, rows, context]);
    operands.push(
      apart.operand,
      together.operand,
      float('bias', 'cache', [newTokens, context], causalBias(newTokens)),
    );
    const add = { op: 'Add', inputs: ['apart', 'bias'], outputs: ['masked'] };
    nodes.push(apart.node, add, together.node);
    scores = 'together';
  }
  nodes.push({ op: 'Softmax', inputs: [scores], outputs: ['probs'], ints: { axis: -1 } }, mix);
  return { kernel, byHead: true, operands, nodes, outputs: [result([kvHeads, rows, vDim])] };
}

/** One kv head whose value is the key's prefix: the weighted keys are summed whole and cut afterwards, without a copy. */
function latentProducts(shape: PeerShape, { q, k }: PeerInputs): Recipe {
  const { queryHeads, qkDim, vDim, context, scale } = shape;
  const bounds = (name: string, value: number): Operand => ({
    name,
    role: 'size',
    type: 'int64',
    dims: [1],
    data: BigInt64Array.of(BigInt(value)),
  });
  return {
    kernel: 'Gemm, Softmax, Gemm, Slice',
    byHead: true,
    operands: [
      float('query', 'query', [queryHeads, qkDim], q),
      float('keys', 'cache', [context, qkDim], k),
      bounds('from', 0),
      bounds('to', vDim),
      bounds('axis', 1),
    ],
    nodes: [
      {
        op: 'Gemm',
        inputs: ['query', 'keys'],
        outputs: ['scores'],
        ints: { transB: 1 },
        floats: { alpha: scale },
      },
      { op: 'Softmax', inputs: ['scores'], outputs: ['probs'], ints: { axis: -1 } },
      { op: 'Gemm', inputs: ['probs', 'keys'], outputs: ['wide'] },
      { op: 'Slice', inputs: ['wide', 'from', 'to', 'axis'], outputs: ['out'] },
    ],
    outputs: [result([queryHeads, vDim])],
  };
}

type Make = (shape: PeerShape, inputs: PeerInputs) => Recipe;

/** The recipes worth trying, by the name that the table gives them; made when their turn comes. */
export function recipesFor(shape: PeerShape, runsOn: 'gpu' | 'cpu'): [kernel: string, Make][] {
  const list: [string, Make][] = [];
  const { qkDim, vDim, kvHeads, queryHeads } = shape;
  // In WebAssembly the operator copies its cache in each step.
  const appends = runsOn === 'gpu' || shape.phase === 'prefill';
  if (qkDim === vDim && appends) list.push(['GroupQueryAttention', groupQueryAttention]);
  if (kvHeads === queryHeads) list.push(['MultiHeadAttention', multiHeadAttention]);
  list.push(['Attention (opset 23)', attention]);
  // Up to the shortest prompt, which shows that it takes twice as long there.
  const ways = shape.newTokens <= 256 ? [matMul, einsum] : [matMul];
  for (const way of ways) {
    list.push([way.kernel, (one, inputs) => products(way, one, inputs)]);
  }
  if (shape.valueIsKeyPrefix && shape.phase === 'decode') {
    list.push(['Gemm, Softmax, Gemm, Slice', latentProducts]);
  }
  return list;
}
