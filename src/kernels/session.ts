// One plan on one device: its buffers and pipelines, and the steps that run through them.

import { find, type Plan, type Tap } from '../attention/plan';
import { halfWeightScale, toHalfWeight, unfitForHalf } from '../attention/halfWeights';
import { checked, download, upload } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { compile } from '../gpu/pipelines';
import { allocate, regionIn, type GivenBuffers, type Region } from './allocate';
import { Bindings } from './bindings';
import { KvCache } from './cache';
import { isEmpty, movedBytes, type Schedule, type StepSizes } from './dispatch';
import { fillRows } from './fill';
import { footprint, refuseLarge, refuseWide } from './footprint';
import { padRows, rowLayout, unpadRows } from './layout';
import { linkedShader, ownShader } from './linked';
import { cutStep } from './parts';
import { readRebuilt } from './readRebuilt';
import { schedule } from './schedule';
import { sessionKnobs, type AskedKnobs } from './sessionKnobs';
import { encodeMask, sizesOf, slotBindings, StepData, type StepPositions } from './stepData';
import { uploadTable } from './tables';
import { tapScores } from './tapScores';

export interface SessionSpec extends AskedKnobs {
  /** Equal caches to rotate over while timing. */
  readonly copies?: number;
  /** A session of the same model whose cache and weights are used, e.g. prefill and decode of one layer. */
  readonly shared?: Session;
  /** Used in place of the session's own, and never destroyed by it; a mask's values then stand there. One copy of the cache. */
  readonly buffers?: GivenBuffers;
  /** Steps that may be set and encoded before one submit; 1 if not given. */
  readonly slots?: number;
  /** Somebody's own WGSL in the place of what is linked, by the dispatch's index; it binds the same or less. */
  readonly texts?: ReadonlyMap<number, string>;
  /**
   * Called as soon as there are buffers: what it writes is uploaded while kernels are still compiled. Without it nothing
   * is allocated for kernels that do not compile.
   */
  readonly begin?: (session: Session) => void | Promise<void>;
}

export class Session {
  private readonly bindings: Bindings;
  private sizes: StepSizes | undefined;
  private slot = 0;

  private constructor(
    private readonly gpu: Gpu,
    readonly schedule: Schedule,
    readonly cache: KvCache,
    readonly buffers: ReadonlyMap<string, GPUBuffer>,
    private readonly owned: readonly GPUBuffer[],
    private readonly ownsCache: boolean,
    private readonly data: StepData,
    private readonly given: GivenBuffers | undefined,
  ) {
    this.bindings = new Bindings(gpu, schedule, { cache, buffers, given, data });
  }

  /** Compiles and allocates. Throws UnsupportedError, ShaderError, OutOfMemoryError or DeviceLostError. */
  static async create(gpu: Gpu, plan: Plan, spec: SessionSpec): Promise<Session> {
    const { shared, copies = 1, slots = 1, texts, begin } = spec;
    const knobs = sessionKnobs(gpu, spec, shared?.schedule.knobs);
    for (const name of ['batch', 'capacity', 'format', 'ring', 'pages'] as const) {
      if (shared && shared.schedule.knobs[name] !== knobs[name]) {
        throw new RangeError(`a shared cache has another ${name}`);
      }
    }
    const scheduled = schedule(plan, knobs);
    refuseLarge(gpu, scheduled);
    const dynamic = slots > 1 ? slotBindings : [];
    const compiling = Promise.all(
      scheduled.dispatches.map((dispatch, index) => {
        const own = texts?.get(index);
        const { kernel } = dispatch;
        const shader = own === undefined ? linkedShader(dispatch) : ownShader(kernel, own);
        return compile(gpu, kernel, shader, dynamic);
      }),
    );
    if (!begin) await compiling;
    // Where allocation fails nobody waits for the compiler.
    compiling.catch(() => undefined);
    const { totalBytes } = footprint(scheduled, copies);
    let session: Session | undefined;
    try {
      const allocate = () => (session = Session.allocate(gpu, scheduled, spec));
      session = await checked(gpu, 'session', allocate, totalBytes);
      await begin?.(session);
      session.bindings.programs = await compiling;
      for (const table of plan.tables) {
        const { capacity, maxPositions = capacity } = knobs;
        await uploadTable(gpu, session.region(table.id).buffer, table, maxPositions);
      }
    } catch (error) {
      // Out of memory is known only after buffers were made: those that were had are given back.
      session?.dispose();
      throw error;
    }
    return session;
  }

  private static allocate(
    gpu: Gpu,
    scheduled: Schedule,
    { shared, copies, buffers: given, slots }: SessionSpec,
  ): Session {
    const { plan, knobs } = scheduled;
    const cache = shared?.cache ?? KvCache.create(gpu, plan.cache, knobs, copies, given);
    const { buffers, owned } = allocate(gpu, scheduled, shared, given);
    const chunks = scheduled.dispatches.map(({ chunk = 0 }) => chunk);
    const data = new StepData(gpu, knobs, Math.max(0, ...chunks) + 1, slots);
    return new Session(gpu, scheduled, cache, buffers, owned, !shared, data, given);
  }

  get plan(): Plan {
    return this.schedule.plan;
  }

  /** Bytes on the device: cache copies, weights, activations and workspace of this session alone. */
  get allocatedBytes(): number {
    const cache = this.ownsCache ? this.cache.allocatedBytes : 0;
    return this.owned.reduce((bytes, buffer) => bytes + buffer.size, cache);
  }

  /** Bytes on the device of the numbers that change from step to step, in all slots. */
  get stepBytes(): number {
    return this.data.allocatedBytes;
  }

  private sizesSet(): StepSizes {
    if (!this.sizes) throw new Error('setStep has not been called');
    return this.sizes;
  }

  private readonly region = (id: string): Region => regionIn(this.schedule, this.buffers, id);

  /** Weights in the plan's axes, row-major. Throws RangeError where f16 weights have no such number. */
  writeWeight(id: string, data: Float32Array): void {
    const { axes } = find(this.plan.weights, id);
    const padded = padRows(data, rowLayout(axes).width);
    const { buffer, offsetBytes, bytes } = this.region(id);
    const half = bytes < padded.byteLength;
    const unfit = half && unfitForHalf(data);
    if (unfit) throw new RangeError(`weight ${id}${unfit}`);
    upload(this.gpu, buffer, half ? Uint16Array.from(padded, toHalfWeight) : padded, offsetBytes);
  }

  /** Fills a weight by the seeded formula: row-major, unpadded index. */
  async fillWeight(id: string, seed: number, scale: number): Promise<void> {
    const { axes } = find(this.plan.weights, id);
    const layout = rowLayout(axes);
    const { bytes, ...place } = this.region(id);
    const format = bytes < layout.rowStride * 4 ? 'f16' : 'f32';
    const target = { ...place, format, layout, count: 1 } as const;
    await fillRows(this.gpu, target, seed, format === 'f16' ? scale * halfWeightScale : scale);
  }

  /** An input [batch, newTokens, ...axes] of the next step. */
  writeInput(id: string, data: Float32Array): void {
    const { axes } = find(this.plan.tensors, id);
    const { buffer, offsetBytes } = this.region(id);
    upload(this.gpu, buffer, padRows(data, rowLayout(axes).width), offsetBytes);
  }

  /** Fills an input for `maxNewTokens` new tokens by the seeded formula. */
  async fillInput(id: string, seed: number, scale: number): Promise<void> {
    const { axes } = find(this.plan.tensors, id);
    const { batch, maxNewTokens } = this.schedule.knobs;
    const layout = rowLayout(axes);
    const { buffer, offsetBytes } = this.region(id);
    const target = { buffer, offsetBytes, format: 'f32', layout } as const;
    await fillRows(this.gpu, { ...target, count: batch * maxNewTokens }, seed, scale);
  }

  /**
   * Says where the sequences stand; holds until it is said again. What was encoded before in another slot keeps what it
   * was told. Throws RangeError or UnsupportedError.
   */
  setStep(positions: StepPositions, slot = 0): void {
    const sizes = sizesOf(positions, this.schedule);
    refuseWide(this.gpu, this.schedule, sizes);
    for (const spec of this.schedule.buffers) {
      if (spec.role === 'mask' && !this.given?.has(spec.id))
        upload(this.gpu, this.region(spec.id).buffer, encodeMask(positions, spec));
    }
    const tables = positions.blockTables ? undefined : this.cache.prepare(positions);
    this.data.write(positions, sizes, tables, slot);
    this.sizes = sizes;
    this.slot = slot;
  }

  /** Encodes the step into a compute pass, on one copy of the cache; may be called many times. */
  encode(pass: GPUComputePassEncoder, copy = 0): void {
    const sizes = this.sizesSet();
    for (const [i, dispatch] of this.schedule.dispatches.entries()) {
      const grid = dispatch.grid(sizes);
      if (!isEmpty(grid)) this.bindings.encode(pass, i, grid, { copy, slot: this.slot });
    }
  }

  /** Encodes one dispatch of the step alone, on one copy of the cache. */
  encodeOnly(pass: GPUComputePassEncoder, index: number, copy = 0): void {
    const grid = this.schedule.dispatches[index]?.grid(this.sizesSet()) ?? [0, 0, 0];
    if (!isEmpty(grid)) this.bindings.encode(pass, index, grid, { copy, slot: this.slot });
  }

  /**
   * The step as parts to be submitted one by one, for a step that would keep the device too long: about `count` of
   * about equal traffic. A part is encoded when it is its turn, and the generator must run to its end.
   * @param only the index of a dispatch that is cut alone
   */
  *parts(
    count: number,
    copy = 0,
    only?: number,
  ): Generator<(pass: GPUComputePassEncoder) => void, void> {
    const sizes = this.sizesSet();
    const { dispatches } = this.schedule;
    const first = only ?? 0;
    const taken = only === undefined ? dispatches : dispatches.slice(only, only + 1);
    try {
      for (const { origin, pieces } of cutStep(taken, sizes, count)) {
        this.data.writeOrigin(origin, this.slot);
        yield (pass) => {
          for (const { index, grid } of pieces) {
            this.bindings.encode(pass, first + index, grid, { copy, slot: this.slot });
          }
        };
      }
    } finally {
      this.data.writeOrigin([0, 0, 0], this.slot);
    }
  }

  /** Writes the inputs and runs one step to its end, on the first copy of the cache. */
  async step(
    positions: StepPositions & { readonly inputs: Readonly<Record<string, Float32Array>> },
  ): Promise<void> {
    for (const [id, data] of Object.entries(positions.inputs)) this.writeInput(id, data);
    this.setStep(positions);
    await checked(this.gpu, 'step', async () => {
      const encoder = this.gpu.device.createCommandEncoder({ label: 'step' });
      const pass = encoder.beginComputePass({ label: 'step' });
      this.encode(pass);
      pass.end();
      this.gpu.device.queue.submit([encoder.finish()]);
      await this.gpu.device.queue.onSubmittedWorkDone();
    });
  }

  /** A tensor of new tokens after a step: [batch, newTokens, ...axes], unpadded. */
  async read(id: string): Promise<Float32Array> {
    const { axes } = find(this.plan.tensors, id);
    const { rowStride, width } = rowLayout(axes);
    const { batch, newTokens } = this.sizes ?? { batch: 0, newTokens: 0 };
    const { buffer, offsetBytes } = this.region(id);
    const bytes = batch * newTokens * rowStride * 4;
    const data = await download(this.gpu, buffer, offsetBytes, bytes);
    return unpadRows(new Float32Array(data), width);
  }

  /** One cached token of what the last step rebuilt, [batch, heads, width]; see readRebuilt.ts. */
  readRebuilt(id: string, token: number): Promise<Float32Array> {
    return readRebuilt(this.gpu, this.schedule, this.region(id), id, token);
  }

  /** The scores of the last step at a stage: [batch, query heads, newTokens, longest length]. */
  tap(stage: Tap): Promise<Float32Array> {
    return tapScores(this.gpu, this.schedule, stage, this.sizesSet(), (dispatch, name) =>
      this.bindings.resource(dispatch, name, 0),
    );
  }

  /** Bytes that the dispatches of one step load and store, as the schedule counts them. */
  get actualBytes(): number {
    return movedBytes(this.schedule.dispatches, this.sizesSet());
  }

  /** A buffer of the schedule as it lies on the device. */
  readRaw(id: string): Promise<ArrayBuffer> {
    const { buffer, offsetBytes, bytes } = this.region(id);
    return download(this.gpu, buffer, offsetBytes, bytes);
  }

  /** Makes every activation and workspace NaN: what is read before it was written then shows. */
  poisonActivations(): void {
    for (const { id, role } of this.schedule.buffers) {
      if (role === 'activation' || role === 'rebuilt' || role === 'partials') {
        const { buffer, offsetBytes, bytes } = this.region(id);
        upload(this.gpu, buffer, new Uint8Array(bytes).fill(0xff), offsetBytes);
      }
    }
  }

  dispose(): void {
    for (const buffer of this.owned) buffer.destroy();
    this.data.dispose();
    if (this.ownsCache) this.cache.dispose();
  }
}
