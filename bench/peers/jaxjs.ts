// jax-js in the comparison, on WebGPU and in WebAssembly: its own attention, and sums by Einstein's convention.

import * as jax from '@jax-js/jax';
import { swapOuter } from './layouts';
import type {
  PeerInputs,
  PeerShape,
  PeerSystem,
  PeerWay,
  PreparedPeer,
  ProjectionInputs,
  ProjectionShape,
} from './system';

const { numpy, nn } = jax;

/** jax-js counts references: what is used again is passed as `.ref`. */
type Compute = (q: jax.Array, k: jax.Array, v: jax.Array) => jax.Array;

/** A way: how inputs lie, what is computed of them, and how the result lies. */
interface Recipe {
  readonly kernel: string;
  readonly compute: (shape: PeerShape) => Compute;
  /** Whether keys and values stand token by token, [context, kvHeads, width], as its attention takes them. */
  readonly byToken: boolean;
}

const attention: Recipe = {
  kernel: 'dotProductAttention',
  byToken: true,
  compute:
    ({ scale, phase }) =>
    (q, k, v) =>
      nn.dotProductAttention(q, k, v, { scale, isCausal: phase === 'prefill' }),
};

/** Heads of a group are rows of one product, so that nothing is repeated. Letters: g kv heads, h heads of a group. */
const grouped = (byToken: boolean): Recipe => ({
  kernel: byToken ? 'einsum, cache by token' : 'einsum, cache by head',
  byToken,
  compute:
    ({ scale, phase, kvHeads, queryHeads, newTokens, context, qkDim, vDim }) =>
    (q, k, v) => {
      const rows = byToken ? 'kg' : 'gk';
      const groups = q.reshape([newTokens, kvHeads, queryHeads / kvHeads, qkDim]);
      let scores = numpy.einsum(`tghd,${rows}d->ghtk`, groups, k).mul(scale);
      if (phase === 'prefill') {
        scores = numpy.where(
          numpy.tri(newTokens, context, 0, { dtype: numpy.bool }),
          scores,
          -1e30,
        );
      }
      const context4 = numpy.einsum(`ghtk,${rows}v->tghv`, nn.softmax(scores, -1), v);
      return context4.reshape([newTokens, queryHeads, vDim]);
    },
});

/** The value is a view of the key's columns: nothing is copied. */
const latent: Recipe = {
  kernel: 'einsum, value a view of the key',
  byToken: true,
  compute:
    ({ scale, vDim }) =>
    (q, k, v) => {
      v.dispose();
      const keys = k.ref.reshape([-1, k.shape[2] ?? 0]);
      const scores = numpy.einsum('thd,kd->htk', q, keys.ref).mul(scale);
      k.dispose();
      return numpy.einsum('htk,kv->thv', nn.softmax(scores, -1), keys.slice([], [0, vDim]));
    },
};

function prepare(
  device: jax.Device,
  recipe: Recipe,
  shape: PeerShape,
  { q, k, v }: PeerInputs,
): PreparedPeer {
  const { queryHeads, kvHeads, qkDim, vDim, newTokens, context } = shape;
  const put = (data: Float32Array<ArrayBuffer>, dims: number[]) =>
    numpy.array(data, { shape: dims, dtype: numpy.float32, device });
  const cached = (data: Float32Array<ArrayBuffer>, width: number) => {
    if (data.length === 0) return put(new Float32Array(1), [1]);
    return recipe.byToken
      ? put(swapOuter(data, [kvHeads, context, width]), [context, kvHeads, width])
      : put(data, [kvHeads, context, width]);
  };
  const operands = [
    put(q, [newTokens, queryHeads, qkDim]),
    cached(k, qkDim),
    cached(v, vDim),
  ] as const;
  return repeating(jax.jit(recipe.compute(shape)), operands);
}

/** A computation that is repeated. */
function repeating(
  compute: (...operands: jax.Array[]) => jax.Array,
  operands: readonly jax.Array[],
): PreparedPeer {
  let result: jax.Array | undefined;
  return {
    async run(times) {
      // Lazy: what nobody holds until the end is never computed.
      const results = Array.from({ length: times }, () =>
        compute(...operands.map((operand) => operand.ref)),
      );
      await jax.blockUntilReady(results);
      result?.dispose();
      result = results.pop();
      for (const one of results) one.dispose();
    },
    async read() {
      if (!result) throw new Error('run was not called');
      return Float32Array.from(await result.ref.data());
    },
    dispose() {
      result?.dispose();
      for (const operand of operands) operand.dispose();
    },
  };
}

const projecting = (device: jax.Device): PeerWay<ProjectionShape, ProjectionInputs> => ({
  kernel: 'einsum',
  prepare({ rows, inner, columns }, { x, w }) {
    const put = (data: Float32Array<ArrayBuffer>, dims: number[]) =>
      numpy.array(data, { shape: dims, dtype: numpy.float32, device });
    const compute = jax.jit((xs: jax.Array, ws: jax.Array) => numpy.einsum('rk,ck->rc', xs, ws));
    return Promise.resolve(repeating(compute, [put(x, [rows, inner]), put(w, [columns, inner])]));
  },
});

function recipesFor({ valueIsKeyPrefix, qkDim, vDim }: PeerShape): Recipe[] {
  if (valueIsKeyPrefix) return [latent];
  return qkDim === vDim
    ? [attention, grouped(false), grouped(true)]
    : [grouped(false), grouped(true)];
}

function system(id: string, device: jax.Device): PeerSystem {
  return {
    id,
    runsOn: device === 'webgpu' ? 'gpu' : 'cpu',
    async open() {
      const devices = await jax.init(device);
      if (!devices.includes(device)) throw new Error(`jax-js has no device ${device}`);
      jax.defaultDevice(device);
    },
    projections: [projecting(device)],
    ways: (shape) =>
      recipesFor(shape).map((recipe): PeerWay => ({
        kernel: recipe.kernel,
        prepare: (one, inputs) => Promise.resolve(prepare(device, recipe, one, inputs)),
      })),
  };
}

export const jaxSystems: readonly PeerSystem[] = [
  system('jax-js (WebGPU)', 'webgpu'),
  system('jax-js (WebAssembly)', 'wasm'),
];
