// TensorFlow.js on WebGPU in the comparison: batched products of matrices and a softmax, heads grouped.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { causalBias, columns, swapOuter } from './layouts';
import type { PeerInputs, PeerShape, PeerSystem, PeerWay, PreparedPeer } from './system';

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

async function prepare(
  compute: Compute,
  shape: PeerShape,
  { q, k, v }: PeerInputs,
): Promise<PreparedPeer> {
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
  let result: tf.Tensor | undefined;
  return {
    async run(times) {
      for (let i = 0; i < times; i++) {
        result?.dispose();
        result = tf.tidy(() => compute(operands, shape));
      }
      await finished();
    },
    async read() {
      if (!result) throw new Error('run was not called');
      const data = await result.data<'float32'>();
      return swapOuter(Float32Array.from(data), [queryHeads, newTokens, vDim]);
    },
    dispose() {
      result?.dispose();
      for (const tensor of Object.values(operands)) (tensor as tf.Tensor | undefined)?.dispose();
    },
  };
}

const way = (kernel: string, compute: Compute): PeerWay => ({
  kernel,
  prepare: (shape, inputs) => prepare(compute, shape, inputs),
});

export const tensorflow: PeerSystem = {
  id: 'TensorFlow.js (WebGPU)',
  runsOn: 'gpu',
  async open() {
    await import('@tensorflow/tfjs-backend-webgpu');
    if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js finds no WebGPU');
    await tf.ready();
  },
  // Its einsum multiplies everything out before it adds: slow, and no memory holds a prompt's products.
  ways: ({ phase, context }) =>
    phase === 'decode' && context <= 2048
      ? [way('matMul, heads grouped', product), way('einsum', einsum)]
      : [way('matMul, heads grouped', product)],
};
