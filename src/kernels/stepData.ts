// The numbers that change from step to step, written where shaders/part/step.wgsl reads them.

import { makeShaderDataDefinitions, makeStructuredView } from 'webgpu-utils';
import type { AdditiveMask, Plan } from '../attention/plan';
import { createBuffer, upload } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import type { BufferSpec, Grid, Knobs, Schedule, StepSizes } from './dispatch';
import { fieldRows } from './layout';
import { blocksPerSequence } from './pages';
import { shaderSources } from './sources';

/** Where the sequences stand in one step; one entry a sequence. */
export interface StepPositions {
  readonly newTokens: number;
  /** Position of the first new token. */
  readonly starts: readonly number[];
  /** Visible keys after the step, the new ones included. */
  readonly lengths: readonly number[];
  /** Query i sees key j when j <= i + offset. */
  readonly offsets: readonly number[];
  /** Keys that a query sees, itself included; all if not given. */
  readonly window?: number | undefined;
  /** Where the plan's mask is additive. */
  readonly additive?: AdditiveMask | undefined;
  /**
   * Block tables of a caller who hands out the pages: u32 [batch, capacity / 64 rounded up], as they stand on the device
   * when the step is set.
   */
  readonly blockTables?: GPUBuffer | undefined;
}

/** Throws where the tokens do not fit the cache, as it lies or as a ring, or the tables of positions. */
function refuseBeyond(
  { newTokens, starts, lengths, offsets, window = Infinity }: StepPositions,
  { capacity, ring = false, maxPositions = capacity }: Knobs,
): void {
  const last = Math.max(...starts) + newTokens;
  const seen = lengths.map((length, i) => {
    const first = Math.max((offsets[i] ?? 0) + 1 - window, 0);
    return Math.max(length, (starts[i] ?? 0) + newTokens) - first;
  });
  if (ring && Math.max(...seen) > capacity && window + newTokens - 1 <= capacity) {
    throw new RangeError(
      `queries reach back over ${Math.max(...seen)} tokens, of which a ring of ${capacity} has lost some`,
    );
  }
  if (ring && window + newTokens - 1 > capacity) {
    throw new RangeError(
      `a window of ${window} and ${newTokens} new tokens need a ring of ${window + newTokens - 1}, not of ${capacity}`,
    );
  }
  const furthest = Math.max(last, ...lengths);
  if (!ring && furthest > capacity) {
    throw new RangeError(`token ${furthest} of a cache for ${capacity} tokens`);
  }
  if (last > maxPositions) {
    throw new RangeError(`token ${last} of tables for ${maxPositions} positions`);
  }
}

/** What of a schedule a step's sizes follow from. */
type Sized = Pick<Schedule, 'knobs' | 'splitKeys' | 'windowed'> & {
  plan: Pick<Plan, 'cache' | 'steps'>;
};

/** Throws RangeError where a step would write or read past the cache. */
export function sizesOf(
  positions: StepPositions,
  { plan, knobs, splitKeys, windowed }: Sized,
): StepSizes {
  const { newTokens, starts, lengths, offsets, window = Infinity } = positions;
  const { batch, capacity, maxNewTokens } = knobs;
  for (const [name, list] of Object.entries({ starts, lengths, offsets })) {
    if (list.length !== batch)
      throw new RangeError(`${list.length} ${name} for ${batch} sequences`);
  }
  if (newTokens < 1 || newTokens > maxNewTokens) {
    throw new RangeError(`${newTokens} new tokens, of ${maxNewTokens} at most`);
  }
  refuseBeyond(positions, knobs);
  const context = Math.max(...lengths);
  const attends = plan.steps.some(({ op }) => op === 'attend');
  if (attends && plan.cache.length === 0 && context > newTokens) {
    throw new RangeError(
      `${context} visible keys of a plan without a cache, which has the ${newTokens} new tokens alone`,
    );
  }
  // The first query reaches furthest back: mask/window.wgsl.
  const skipped = (sequence: number) =>
    windowed ? Math.max((offsets[sequence] ?? 0) + 1 - window, 0) : 0;
  const longest = Math.max(...lengths.map((length, sequence) => length - skipped(sequence)));
  return {
    batch,
    newTokens,
    capacity,
    context,
    window: positions.window,
    keys: lengths.reduce((keys, length) => keys + Math.min(length, window + newTokens - 1), 0),
    splits: Math.max(1, Math.ceil(longest / splitKeys)),
  };
}

/** The largest step that the knobs allow. */
export function fullSizes(scheduled: Sized): StepSizes {
  const { batch, capacity, maxNewTokens: newTokens } = scheduled.knobs;
  const perSequence = (value: number) => Array.from({ length: batch }, () => value);
  return sizesOf(
    {
      newTokens,
      starts: perSequence(capacity - newTokens),
      lengths: perSequence(capacity),
      offsets: perSequence(capacity - newTokens),
    },
    scheduled,
  );
}

/**
 * The values of an additive mask as shaders/bias/additive.wgsl reads them. Minus infinity becomes the hidden score of
 * part/hidden.wgsl; finite values below -1e38 become -1e38, which hides nothing and still outweighs every score.
 * Throws RangeError where they are not a value for each sequence, head, new token and column, or do not fit the buffer.
 * Keys past the last column are hidden.
 */
export function encodeMask(
  { additive, starts, newTokens }: StepPositions,
  { bytes, heads = 1 }: Pick<BufferSpec, 'bytes' | 'heads'>,
): Float32Array<ArrayBuffer> {
  if (!additive) throw new RangeError('the plan adds a mask to scores, and the step brings none');
  const { values, columns } = additive;
  if (values.byteLength > bytes) {
    throw new RangeError(`a mask of ${values.length} values, of ${bytes / 4} at most`);
  }
  const shape = [starts.length, heads, newTokens, columns];
  const wanted = shape.reduce((product, length) => product * length, 1);
  if (values.length !== wanted) {
    throw new RangeError(
      `a mask of ${values.length} values, not of ${shape.join(' × ')} = ${wanted}`,
    );
  }
  return Float32Array.from(values, (value) =>
    value === -Infinity ? hiddenScore : Math.max(value, -1e38),
  );
}

/** The default limits of minUniformBufferOffsetAlignment and minStorageBufferOffsetAlignment. */
const alignment = 256;

const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment;

/** What of a shader begins at the slot of a step, where there are several. */
export const slotBindings = ['step', 'step_words'] as const;

/** HIDDEN of shaders/part/hidden.wgsl, which a test compares. */
const hiddenScore = -3e38;

let definitions: ReturnType<typeof makeShaderDataDefinitions> | undefined;

/** Of part/step.wgsl; to be asked for only where there is WebGPU, whose constants reading the text needs. */
function definition(name: 'Step' | 'Sequence') {
  definitions ??= makeShaderDataDefinitions(shaderSources['part/step'] ?? '');
  const found = definitions.structs[name];
  if (!found) throw new Error(`part/step.wgsl declares no struct ${name}`);
  return found;
}

/** Bytes of the variables that a session binds by itself, by their names. */
export const stepDataBytes = (knobs: Knobs) => ({
  step: definition('Step').size,
  step_words: knobs.batch * (definition('Sequence').size + blocksPerSequence(knobs) * 4),
  chunk: 16,
});

export class StepData {
  private readonly step: GPUBuffer;
  private readonly stepBytes: number;
  /** The sequences, and their block tables where the cache is in pages. */
  private readonly words: GPUBuffer;
  private readonly wordsBytes: number;
  /** The chunks' indices, each on an alignment of its own. */
  private readonly chunks: GPUBuffer;

  constructor(
    private readonly gpu: Gpu,
    private readonly knobs: Knobs,
    chunks: number,
    /** Steps whose numbers stand side by side, so that all of them may be encoded before one submit. */
    readonly slots = 1,
  ) {
    const { UNIFORM, STORAGE, COPY_DST } = GPUBufferUsage;
    const slotted = (label: string, bytes: number, usage: GPUBufferUsageFlags) =>
      createBuffer(gpu, label, aligned(bytes) * (slots - 1) + bytes, usage | COPY_DST);
    const bytes = stepDataBytes(knobs);
    this.stepBytes = bytes.step;
    this.step = slotted('step', this.stepBytes, UNIFORM);
    this.wordsBytes = bytes.step_words;
    this.words = slotted('step words', this.wordsBytes, STORAGE);
    this.chunks = createBuffer(gpu, 'chunks', Math.max(1, chunks) * alignment, UNIFORM | COPY_DST);
    const indices = new Uint32Array((Math.max(1, chunks) * alignment) / 4);
    for (let chunk = 0; chunk < chunks; chunk++) indices[(chunk * alignment) / 4] = chunk;
    upload(gpu, this.chunks, indices);
  }

  /** What tells a dispatch its chunk: shaders/span/chunk.wgsl. */
  chunk(index: number): GPUBufferBinding {
    return { buffer: this.chunks, offset: index * alignment, size: 16 };
  }

  /** One of `slotBindings` in the first slot; undefined for any other variable. */
  binding(name: string): GPUBufferBinding | undefined {
    if (name === 'step') return { buffer: this.step, size: this.stepBytes };
    if (name === 'step_words') return { buffer: this.words, size: this.wordsBytes };
    return undefined;
  }

  /** Bytes from the first slot to another. */
  offset(name: string, slot: number): number {
    return slot * aligned(name === 'step' ? this.stepBytes : this.wordsBytes);
  }

  get allocatedBytes(): number {
    return this.step.size + this.words.size + this.chunks.size;
  }

  /** `tables`: the sequences' block tables, where the cache is in pages. */
  write(
    positions: StepPositions,
    sizes: StepSizes,
    tables?: Uint32Array<ArrayBuffer>,
    slot = 0,
  ): void {
    const step = makeStructuredView(definition('Step'));
    step.set({
      batch: sizes.batch,
      new_tokens: sizes.newTokens,
      capacity: sizes.capacity,
      field_rows: fieldRows(this.knobs),
      context: sizes.context,
      splits: sizes.splits,
      window: Math.min(positions.window ?? Infinity, 0xffffffff),
      mask_columns: positions.additive?.columns ?? 0,
      origin: [0, 0, 0],
    });
    upload(this.gpu, this.step, new Uint8Array(step.arrayBuffer), this.offset('step', slot));
    const sequence = definition('Sequence');
    const bytes = new ArrayBuffer(sizes.batch * sequence.size);
    for (let i = 0; i < sizes.batch; i++) {
      makeStructuredView(sequence, bytes, i * sequence.size).set({
        start: positions.starts[i] ?? 0,
        length: positions.lengths[i] ?? 0,
        offset: positions.offsets[i] ?? 0,
      });
    }
    const from = this.offset('step_words', slot);
    upload(this.gpu, this.words, new Uint8Array(bytes), from);
    if (tables) upload(this.gpu, this.words, tables, from + bytes.byteLength);
    const { blockTables } = positions;
    if (blockTables) this.copyTables(blockTables, from + bytes.byteLength);
  }

  private copyTables(blockTables: GPUBuffer, to: number): void {
    const { device } = this.gpu;
    const bytes = this.knobs.batch * blocksPerSequence(this.knobs) * 4;
    const encoder = device.createCommandEncoder({ label: 'block tables' });
    encoder.copyBufferToBuffer(blockTables, 0, this.words, to, bytes);
    device.queue.submit([encoder.finish()]);
  }

  /** Moves the grids of what is submitted next: their first workgroup. */
  writeOrigin(origin: Grid, slot = 0): void {
    const { offset } = definition('Step').fields['origin'] ?? { offset: 0 };
    upload(this.gpu, this.step, Uint32Array.from(origin), this.offset('step', slot) + offset);
  }

  dispose(): void {
    this.step.destroy();
    this.words.destroy();
    this.chunks.destroy();
  }
}
