// TensorFlow.js on WebGPU in the comparison: batched products of matrices and a softmax, heads grouped.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { causalBias, columns, swapInner, swapOuter } from './layouts';
import type {
  PeerInputs,
  PeerShape,
  PeerSystem,
  PeerWay,
  PreparedPeer,
  ProjectionInputs,
  ProjectionShape,
} from './system';

/** What a way computes with: rows of a group side by side, so that one product serves all heads of a group. */
interface Operands {
  /** [kvHeads, groupSize * newTokens, qkDim] */
  readonly q: tf.Tensor3D;
  /** [kvHeads, context, qkDim] */
  readonly k: tf.Tensor3D;
  /** [kvHeads, context, vDim] */
  readonly v: tf.Tensor3D;
  /** [newTokens, newTokens] in prefill. */
  readonly bias: tf.Tensor2D | undefined;
}

type Compute = (operands: Operands, shape: PeerShape) => tf.Tensor;

function probabilities(scores: tf.Tensor, bias: tf.Tensor2D | undefined): tf.Tensor {
  if (!bias) return tf.softmax(scores);
  const [kvHeads = 1, rows = 1, context = 1] = scores.shape;
  const [newTokens] = bias.shape;
  const apart = tf.reshape(scores, [kvHeads, rows / newTokens, newTokens, context]);
  return tf.reshape(tf.softmax(tf.add(apart, bias)), [kvHeads, rows, context]);
}

/** The scale goes into the queries, which are fewest. */
const product: Compute = ({ q, k, v, bias }, { scale }) =>
  tf.matMul(probabilities(tf.matMul(tf.mul(q, scale), k, false, true), bias), v);

const einsum: Compute = ({ q, k, v, bias }, { scale }) => {
  const scores = tf.einsum('grd,gkd->grk', tf.mul(q, scale), k);
  return tf.einsum('grk,gkv->grv', probabilities(scores, bias), v);
};

const backend = (): WebGPUBackend => tf.backend() as WebGPUBackend;

async function finished(): Promise<void> {
  // What its batches have not submitted by themselves.
  backend().ensureCommandEncoderReady();
  backend().endComputePassEncoder();
  backend().submitQueue();
  await backend().device.queue.onSubmittedWorkDone();
}

function prepare(compute: Compute, shape: PeerShape, { q, k, v }: PeerInputs): PreparedPeer {
  const { queryHeads, kvHeads, qkDim, vDim, newTokens, context, valueIsKeyPrefix } = shape;
  const rows = (queryHeads / kvHeads) * newTokens;
  const operands: Operands = {
    q: tf.tensor3d(swapOuter(q, [newTokens, queryHeads, qkDim]), [kvHeads, rows, qkDim]),
    k: tf.tensor3d(k, [kvHeads, context, qkDim]),
    v: tf.tensor3d(valueIsKeyPrefix ? columns(k, qkDim, 0, vDim) : v, [kvHeads, context, vDim]),
    bias:
      shape.phase === 'prefill'
        ? tf.tensor2d(causalBias(newTokens), [newTokens, newTokens])
        : undefined,
  };
  return repeating(
    () => compute(operands, shape),
    (result) => swapOuter(result, [queryHeads, newTokens, vDim]),
    Object.values(operands).filter((tensor) => tensor instanceof tf.Tensor),
  );
}

/** The result of a computation that is repeated, and its end. */
function repeating(
  compute: () => tf.Tensor,
  arrange: (rows: Float32Array) => Float32Array,
  operands: readonly tf.Tensor[],
): PreparedPeer {
  let result: tf.Tensor | undefined;
  return {
    async run(times) {
      for (let i = 0; i < times; i++) {
        result?.dispose();
        result = tf.tidy(compute);
      }
      await finished();
    },
    async read() {
      if (!result) throw new Error('run was not called');
      return arrange(Float32Array.from(await result.data<'float32'>()));
    },
    dispose() {
      for (const tensor of [...operands, ...(result ? [result] : [])]) tensor.dispose();
    },
  };
}

/** The matrix as it is stored, or turned once. */
const projecting = (turned: boolean): PeerWay<ProjectionShape, ProjectionInputs> => ({
  kernel: turned ? 'matMul, matrix turned before' : 'matMul, matrix as stored',
  prepare({ rows, inner, columns: out }, { x, w }) {
    const xs = tf.tensor2d(x, [rows, inner]);
    const ws = turned
      ? tf.tensor2d(swapInner(w, [1, out, inner]), [inner, out])
      : tf.tensor2d(w, [out, inner]);
    return Promise.resolve(
      repeating(
        () => tf.matMul(xs, ws, false, !turned),
        (result) => result,
        [xs, ws],
      ),
    );
  },
});

const way = (kernel: string, compute: Compute): PeerWay => ({
  kernel,
  prepare: (shape, inputs) => Promise.resolve(prepare(compute, shape, inputs)),
});

export const tensorflow: PeerSystem = {
  id: 'TensorFlow.js (WebGPU)',
  runsOn: 'gpu',
  async open() {
    await import('@tensorflow/tfjs-backend-webgpu');
    if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js finds no WebGPU');
    await tf.ready();
  },
  projections: [projecting(false), projecting(true)],
  // Its einsum multiplies everything out before it adds: slow, and no memory holds a prompt's products.
  ways: ({ phase, context }) =>
    phase === 'decode' && context <= 2048
      ? [way('matMul, heads grouped', product), way('einsum', einsum)]
      : [way('matMul, heads grouped', product)],
};
