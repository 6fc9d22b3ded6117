// A whole attention layer with its weights and its cache on the device: prefill and decode of a hidden state.

import { unfitForHalf } from '../attention/halfWeights';
import { sizeOf, type Phase, type Plan } from '../attention/plan';
import { adoptGpu } from '../gpu/device';
import { shippedChoice } from '../kernels/choices';
import { Session } from '../kernels/session';
import { seededWeights } from '../reference/seeded';
import { LibraryError } from './errors';
import { layerKnobs, refuseChoice } from './knobs';
import { layerPlan, tokensAtOnce, type LayerSpec } from './layerSpec';
import { inTurn } from './turns';

/** Rows of every field by its id: [batch, heads, tokens, width]. */
export type CacheRows = Readonly<Record<string, Float32Array>>;

/** Sequences of a session grow together. Calls take turns on a device: one may be made before another has ended. */
export interface LayerSession {
  /** x [batch, tokens, modelDim] to y of the same shape; tokens as many as the cache has room for. Throws LibraryError. */
  prefill(x: Float32Array): Promise<Float32Array>;
  /** x [batch, 1, modelDim] to y of the same shape. Throws LibraryError. */
  decode(x: Float32Array): Promise<Float32Array>;
  /** Makes these rows the cache, whatever it held: as many tokens as they have. */
  writeCache(rows: CacheRows): Promise<void>;
  /** All tokens so far, as they come back from storage. */
  readCache(): Promise<CacheRows>;
  /** Tokens that each sequence has cached. */
  readonly length: number;
  /** What the cache holds a row of, per token. */
  readonly fields: readonly {
    readonly id: string;
    readonly heads: number;
    readonly width: number;
  }[];
  dispose(): void;
}

/** Throws LibraryError, UnsupportedError, OutOfMemoryError, ShaderError or DeviceLostError. */
export const createSession = (device: GPUDevice, spec: LayerSpec): Promise<LayerSession> =>
  inTurn(device, () => create(device, spec));

async function create(device: GPUDevice, spec: LayerSpec): Promise<LayerSession> {
  const gpu = adoptGpu(device);
  const plans = { prefill: layerPlan(spec, 'prefill'), decode: layerPlan(spec, 'decode') };
  const choice = spec.choice ?? shippedChoice(gpu, plans.decode).choice;
  refuseChoice(device, choice);
  const weights = spec.weights ?? seededWeights(plans.prefill, spec.seed ?? 1);
  refuseWeights(plans.prefill, weights);
  const knobs = layerKnobs(spec, tokensAtOnce(spec), choice);
  if (knobs.weightFormat === 'f16') refuseUnfit(weights);
  const begin = (session: Session) => {
    for (const { id } of plans.prefill.weights) {
      const values = weights[id];
      if (values) session.writeWeight(id, values);
    }
  };
  const prefill = await Session.create(gpu, plans.prefill, { ...knobs, begin });
  let decode: Session;
  try {
    decode = await Session.create(gpu, plans.decode, {
      ...layerKnobs(spec, 1, choice),
      shared: prefill,
    });
  } catch (error) {
    prefill.dispose();
    throw error;
  }
  return new SharedSessions(device, spec, { prefill, decode });
}

function refuseWeights(plan: Plan, weights: Readonly<Record<string, Float32Array>>): void {
  for (const { id, axes } of plan.weights) {
    const shape = axes.map(([, size]) => size).join(' × ');
    const { length = 0 } = weights[id] ?? {};
    if (length !== sizeOf(axes)) {
      const what = `weights.${id} has ${length} values, not ${shape} = ${sizeOf(axes)}`;
      throw new LibraryError('wrongLength', `${what}: see weightShapes`);
    }
  }
  const unknown = Object.keys(weights).find((id) => !plan.weights.some((w) => w.id === id));
  if (unknown !== undefined) {
    const ids = plan.weights.map(({ id }) => id).join(', ');
    throw new LibraryError('wrongLength', `weights.${unknown} is none of this layer's: ${ids}`);
  }
}

/** Refuses weights that f16 has no number for. */
function refuseUnfit(weights: Readonly<Record<string, Float32Array>>): void {
  for (const [id, values] of Object.entries(weights)) {
    const unfit = unfitForHalf(values);
    if (unfit) {
      const what = `weights.${id}${unfit}`;
      throw new LibraryError('outOfRange', `${what}: give such, or weightFormat 'f32'`);
    }
  }
}

class SharedSessions implements LayerSession {
  length = 0;
  private disposed = false;

  constructor(
    private readonly device: GPUDevice,
    private readonly spec: LayerSpec,
    private readonly sessions: Readonly<Record<Phase, Session>>,
  ) {}

  get fields() {
    return this.sessions.prefill.cache.fields;
  }

  private get modelDim(): number {
    const { plan } = this.sessions.prefill;
    return sizeOf(plan.tensors.find(({ id }) => id === 'x')?.axes ?? []);
  }

  /** Waits for the calls before: both sessions have one cache. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    return inTurn(this.device, async () => {
      if (this.disposed) throw new LibraryError('disposed', 'a call after dispose: create another');
      return work();
    });
  }

  prefill(x: Float32Array): Promise<Float32Array> {
    return this.inTurn(async () => {
      const tokens = this.tokensOf('x', x, this.spec.batch * this.modelDim);
      this.refuseFull(tokens);
      const y = new Float32Array(x.length);
      const atOnce = tokensAtOnce(this.spec);
      for (let from = 0; from < tokens; from += atOnce) {
        const count = Math.min(atOnce, tokens - from);
        const part = await this.step('prefill', this.tokenRange(x, tokens, from, count), count);
        this.putRange(y, tokens, from, part);
      }
      return y;
    });
  }

  decode(x: Float32Array): Promise<Float32Array> {
    return this.inTurn(async () => {
      const tokens = this.tokensOf('x', x, this.spec.batch * this.modelDim);
      if (tokens !== 1) {
        const what = `x has ${tokens} tokens of each sequence, and decode takes 1`;
        throw new LibraryError('wrongLength', `${what}: use prefill for more`);
      }
      this.refuseFull(1);
      return this.step('decode', x, 1);
    });
  }

  /** Tokens of each sequence that an array holds; `width`: values of a token of all sequences. */
  private tokensOf(name: string, values: Float32Array, width: number): number {
    const tokens = values.length / width;
    if (Number.isInteger(tokens) && tokens > 0) return tokens;
    const what = `${name} has ${values.length} values, no whole number of tokens`;
    throw new LibraryError('wrongLength', `${what}: give a multiple of ${width}`);
  }

  private refuseFull(tokens: number): void {
    const { capacity } = this.spec;
    if (this.length + tokens <= capacity) return;
    const what = `${tokens} more tokens after ${this.length}, of ${capacity} that the cache has room for`;
    throw new LibraryError('outOfRange', `${what}: create a session with a larger capacity`);
  }

  private async step(phase: Phase, x: Float32Array, newTokens: number): Promise<Float32Array> {
    const session = this.sessions[phase];
    const ofEach = (value: number) => Array.from({ length: this.spec.batch }, () => value);
    const starts = ofEach(this.length);
    const lengths = ofEach(this.length + newTokens);
    await session.step({ newTokens, starts, lengths, offsets: starts, inputs: { x } });
    const y = await session.read(session.plan.output);
    this.length += newTokens;
    return y;
  }

  /** Some tokens of every sequence: [batch, tokens, modelDim] to [batch, count, modelDim]. */
  private tokenRange(x: Float32Array, tokens: number, from: number, count: number): Float32Array {
    const { modelDim } = this;
    const part = new Float32Array(this.spec.batch * count * modelDim);
    for (let sequence = 0; sequence < this.spec.batch; sequence++) {
      const first = (sequence * tokens + from) * modelDim;
      part.set(x.subarray(first, first + count * modelDim), sequence * count * modelDim);
    }
    return part;
  }

  /** Undoes `tokenRange`. */
  private putRange(y: Float32Array, tokens: number, from: number, part: Float32Array): void {
    const size = part.length / this.spec.batch;
    for (let sequence = 0; sequence < this.spec.batch; sequence++) {
      const rows = part.subarray(sequence * size, (sequence + 1) * size);
      y.set(rows, (sequence * tokens + from) * this.modelDim);
    }
  }

  writeCache(rows: CacheRows): Promise<void> {
    return this.inTurn(async () => {
      const { batch, capacity } = this.spec;
      const counts = this.fields.map(({ id, heads, width }) => {
        const values = rows[id];
        if (values) return this.tokensOf(id, values, batch * heads * width);
        const ids = this.fields.map((field) => field.id).join(', ');
        throw new LibraryError('wrongLength', `rows.${id} is missing: give ${ids}`);
      });
      const tokens = Math.max(...counts);
      if (Math.min(...counts) !== tokens || tokens > capacity) {
        const what = `rows of ${counts.join(' and ')} tokens`;
        const wanted = `as many of each field, ${capacity} at most`;
        throw new LibraryError('wrongLength', `${what}: give ${wanted}`);
      }
      const { cache } = this.sessions.prefill;
      for (const { id } of this.fields) cache.write(id, rows[id] ?? new Float32Array());
      this.length = tokens;
    });
  }

  readCache(): Promise<CacheRows> {
    return this.inTurn(async () => {
      const { batch, capacity } = this.spec;
      const read: Record<string, Float32Array> = {};
      for (const { id, heads, width } of this.fields) {
        const all = await this.sessions.prefill.cache.read(id);
        const rows = new Float32Array(batch * heads * this.length * width);
        for (let block = 0; block < batch * heads; block++) {
          const first = block * capacity * width;
          rows.set(all.subarray(first, first + this.length * width), block * this.length * width);
        }
        read[id] = rows;
      }
      return read;
    });
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    // What is under way ends first.
    void inTurn(this.device, async () => {
      this.sessions.decode.dispose();
      this.sessions.prefill.dispose();
    });
  }
}
