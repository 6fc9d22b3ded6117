// onnxruntime-web in the comparison, on WebGPU and in WebAssembly, through models written for the shape.

import type * as Webgpu from 'onnxruntime-web/webgpu';
import type { InferenceSession, Tensor } from 'onnxruntime-web/webgpu';
import { swapOuter } from './layouts';
import { recipesFor, type Operand, type Recipe } from './onnxGraphs';
import { projectionRecipes } from './onnxProjections';
import { onnxModel, type OnnxConstant } from './onnxModel';
import type { PeerSystem, PeerWay, PreparedPeer } from './system';

type Onnxruntime = typeof Webgpu;

/** Keeps what is on the device apart from what onnxruntime takes from the CPU. */
interface Feeding {
  /** Which operands the model carries itself. */
  isConstant(operand: Operand): boolean;
  feed(operand: Operand): Tensor;
  /** The tensors to be written. */
  fetches(recipe: Recipe, feeds: Readonly<Record<string, Tensor>>): Record<string, Tensor | null>;
  finished(): Promise<void>;
  read(out: Tensor): Promise<Float32Array>;
  dispose(): void;
}

/** The model carries sizes, and in WebAssembly its cache too, since other inputs are copied in with every run. */
function modelOf(recipe: Recipe, isConstant: Feeding['isConstant']): Uint8Array<ArrayBuffer> {
  const constants = recipe.operands.flatMap(({ data, ...value }): OnnxConstant[] =>
    isConstant({ data, ...value }) ? [{ ...value, data }] : [],
  );
  return onnxModel({
    inputs: recipe.operands.filter((operand) => !isConstant(operand)),
    outputs: recipe.outputs,
    constants,
    nodes: recipe.nodes,
  });
}

async function prepareRecipe(
  runtime: Onnxruntime,
  options: InferenceSession.SessionOptions,
  feeding: Feeding,
  recipe: Recipe,
  arrange: (rows: Float32Array) => Float32Array,
): Promise<PreparedPeer> {
  const model = modelOf(recipe, (operand) => feeding.isConstant(operand));
  const session = await runtime.InferenceSession.create(model, options);
  const feeds: Record<string, Tensor> = {};
  for (const operand of recipe.operands) {
    if (!feeding.isConstant(operand)) feeds[operand.name] = feeding.feed(operand);
  }
  const fetches = feeding.fetches(recipe, feeds);
  let out: Tensor | undefined;
  return {
    async run(times) {
      for (let i = 0; i < times; i++) ({ out } = await session.run(feeds, fetches));
      await feeding.finished();
    },
    async read() {
      if (!out) throw new Error('run was not called');
      return arrange(await feeding.read(out));
    },
    async dispose() {
      await session.release();
      feeding.dispose();
    },
  };
}

/** Inputs, cache and result in buffers of onnxruntime's own device. */
function onDevice(runtime: Onnxruntime, device: GPUDevice): Feeding {
  const buffers: GPUBuffer[] = [];
  const tensor = (buffer: GPUBuffer, dims: readonly number[], type: 'float32' | 'int32') =>
    runtime.Tensor.fromGpuBuffer(buffer, { dataType: type, dims });
  const allocate = (elements: number) => {
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const size = Math.ceil(elements / 4) * 16;
    const buffer = device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST });
    buffers.push(buffer);
    return buffer;
  };
  return {
    isConstant: ({ type }) => type === 'int64',
    feed({ role, type, dims, data }) {
      if (type === 'int64' || role === 'size') return new runtime.Tensor(type, data, dims);
      const buffer = allocate(data.length);
      device.queue.writeBuffer(buffer, 0, data.buffer, data.byteOffset, data.byteLength);
      return tensor(buffer, dims, type);
    },
    fetches: ({ outputs }, feeds) =>
      Object.fromEntries(
        outputs.map(({ name, dims, inPlaceOf }) => {
          const shared = inPlaceOf === undefined ? undefined : feeds[inPlaceOf];
          const elements = dims.reduce((product, size) => product * size, 1);
          return [name, shared ?? tensor(allocate(elements), dims, 'float32')];
        }),
      ),
    finished: () => device.queue.onSubmittedWorkDone(),
    async read(out) {
      const size = out.size * 4;
      const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
      const staging = device.createBuffer({ size, usage });
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(out.gpuBuffer, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const rows = new Float32Array(staging.getMappedRange().slice(0));
      staging.destroy();
      return rows;
    },
    dispose() {
      for (const buffer of buffers) buffer.destroy();
    },
  };
}

/** Cache and sizes in the model. */
const inMemory = (runtime: Onnxruntime): Feeding => ({
  isConstant: ({ role, type }) => role === 'cache' || type === 'int64',
  feed: ({ type, data, dims }) => new runtime.Tensor(type, data, dims),
  fetches: ({ outputs }) => Object.fromEntries(outputs.map(({ name }) => [name, null])),
  finished: () => Promise.resolve(),
  read: async (out) => Float32Array.from((await out.getData()) as Float32Array),
  dispose() {},
});

/** A model that does next to nothing. */
const smallest = onnxModel({
  inputs: [{ name: 'x', type: 'float32', dims: [4] }],
  outputs: [{ name: 'y', type: 'float32', dims: [4] }],
  constants: [],
  nodes: [{ op: 'Neg', inputs: ['x'], outputs: ['y'] }],
});

interface Kind {
  readonly id: string;
  readonly runsOn: 'gpu' | 'cpu';
  readonly load: () => Promise<Onnxruntime>;
  readonly options: InferenceSession.SessionOptions;
}

/** What would run on the CPU, its operands copied there and back, is no result of the GPU: it is refused. */
const onlyThere = { extra: { session: { disable_cpu_ep_fallback: '1' } } };

/** A cache that grows cannot be repacked in every step, as constants would be. */
const asInserted = { extra: { session: { disable_prepacking: '1' } } };

const kinds: readonly Kind[] = [
  {
    id: 'onnxruntime-web (WebGPU)',
    runsOn: 'gpu',
    load: () => import('onnxruntime-web/webgpu'),
    options: {
      executionProviders: ['webgpu'],
      preferredOutputLocation: 'gpu-buffer',
      ...onlyThere,
    },
  },
  {
    id: 'onnxruntime-web (WebAssembly)',
    runsOn: 'cpu',
    load: () => import('onnxruntime-web/wasm'),
    options: { executionProviders: ['wasm'], ...asInserted },
  },
];

export interface OnnxruntimePlace {
  readonly threads: number;
  /** Where its WebAssembly is served from; beside its scripts if not given. */
  readonly folder?: string;
}

function system(
  { id, runsOn, load, options }: Kind,
  { threads, folder }: OnnxruntimePlace,
): PeerSystem {
  let runtime: Onnxruntime | undefined;
  const prepare = async (
    recipe: Recipe,
    arrange: (rows: Float32Array) => Float32Array,
  ): Promise<PreparedPeer> => {
    if (!runtime) throw new Error('open was not called');
    const feeding =
      runsOn === 'gpu' ? onDevice(runtime, await runtime.env.webgpu.device) : inMemory(runtime);
    return prepareRecipe(runtime, options, feeding, recipe, arrange);
  };
  return {
    id,
    runsOn,
    async open() {
      if (runtime) return;
      runtime = await load();
      runtime.env.logLevel = 'error';
      runtime.env.wasm.numThreads = threads;
      if (folder !== undefined) runtime.env.wasm.wasmPaths = folder;
      // Its device is there from the first session to the end of the last: this one stays.
      await runtime.InferenceSession.create(smallest, options);
    },
    ways: (shape) =>
      recipesFor(shape, runsOn).map(([kernel, make]): PeerWay => ({
        kernel,
        prepare(one, inputs) {
          const recipe = make(one, inputs);
          const { queryHeads, newTokens, vDim } = one;
          return prepare(recipe, (rows) =>
            recipe.byHead ? swapOuter(rows, [queryHeads, newTokens, vDim]) : rows,
          );
        },
      })),
    projections: projectionRecipes.map(([kernel, make]) => ({
      kernel,
      prepare: (one, inputs) => prepare(make(one, inputs), (rows) => rows),
    })),
  };
}

export const onnxruntimeSystems = (place: OnnxruntimePlace): PeerSystem[] =>
  kinds.map((kind) => system(kind, place));
