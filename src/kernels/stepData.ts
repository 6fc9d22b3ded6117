// The numbers that change from step to step, written where shaders/part/step.wgsl reads them.

import { makeShaderDataDefinitions, makeStructuredView } from 'webgpu-utils';
import { createBuffer, upload } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { splitKeys, type Grid, type Knobs, type StepSizes } from './dispatch';
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
}

/** Throws where a step would write or read past the cache. */
export function sizesOf(
  { newTokens, starts, lengths, offsets, window = Infinity }: StepPositions,
  knobs: Knobs,
): StepSizes {
  const { batch, capacity, maxNewTokens } = knobs;
  for (const [name, list] of Object.entries({ starts, lengths, offsets })) {
    if (list.length !== batch)
      throw new RangeError(`${list.length} ${name} for ${batch} sequences`);
  }
  if (newTokens < 1 || newTokens > maxNewTokens) {
    throw new RangeError(`${newTokens} new tokens, of ${maxNewTokens} at most`);
  }
  const context = Math.max(...lengths);
  const last = Math.max(context, ...starts.map((start) => start + newTokens));
  if (last > capacity) throw new RangeError(`token ${last} of a cache for ${capacity} tokens`);
  return {
    batch,
    newTokens,
    capacity,
    context,
    keys: lengths.reduce((keys, length) => keys + Math.min(length, window + newTokens - 1), 0),
    splits: Math.max(1, Math.ceil(context / splitKeys)),
  };
}

export class StepData {
  readonly step: GPUBuffer;
  readonly sequences: GPUBuffer;
  private readonly definitions = makeShaderDataDefinitions(shaderSources['part/step'] ?? '');

  constructor(
    private readonly gpu: Gpu,
    batch: number,
  ) {
    const { UNIFORM, STORAGE, COPY_DST } = GPUBufferUsage;
    this.step = createBuffer(gpu, 'step', this.definition('Step').size, UNIFORM | COPY_DST);
    const bytes = batch * this.definition('Sequence').size;
    this.sequences = createBuffer(gpu, 'sequences', bytes, STORAGE | COPY_DST);
  }

  private definition(name: 'Step' | 'Sequence') {
    const found = this.definitions.structs[name];
    if (!found) throw new Error(`part/step.wgsl declares no struct ${name}`);
    return found;
  }

  write(positions: StepPositions, sizes: StepSizes): void {
    const step = makeStructuredView(this.definition('Step'));
    step.set({
      batch: sizes.batch,
      new_tokens: sizes.newTokens,
      capacity: sizes.capacity,
      context: sizes.context,
      splits: sizes.splits,
      window: positions.window ?? 0xffffffff,
      origin: [0, 0, 0],
    });
    upload(this.gpu, this.step, new Uint8Array(step.arrayBuffer));
    const definition = this.definition('Sequence');
    const bytes = new ArrayBuffer(sizes.batch * definition.size);
    for (let i = 0; i < sizes.batch; i++) {
      makeStructuredView(definition, bytes, i * definition.size).set({
        start: positions.starts[i] ?? 0,
        length: positions.lengths[i] ?? 0,
        offset: positions.offsets[i] ?? 0,
      });
    }
    upload(this.gpu, this.sequences, new Uint8Array(bytes));
  }

  /** Moves the grids of what is submitted next: their first workgroup. */
  writeOrigin(origin: Grid): void {
    const { offset } = this.definition('Step').fields['origin'] ?? { offset: 0 };
    upload(this.gpu, this.step, Uint32Array.from(origin), offset);
  }

  dispose(): void {
    this.step.destroy();
    this.sequences.destroy();
  }
}
