// What the variables of a schedule's shaders are bound to, and how one of its dispatches is encoded.

import type { Gpu } from '../gpu/device';
import { bind, dynamicOffsets, type Program } from '../gpu/pipelines';
import { regionIn, type GivenBuffers } from './allocate';
import type { KvCache } from './cache';
import type { Dispatch, Grid, Schedule } from './dispatch';
import type { StepData } from './stepData';

interface Bound {
  readonly cache: KvCache;
  readonly buffers: ReadonlyMap<string, GPUBuffer>;
  /** Buffers of a caller's own: they may be larger than what is bound. */
  readonly given: GivenBuffers | undefined;
  readonly data: StepData;
}

export class Bindings {
  /** One for each dispatch of the schedule, once they are compiled; nothing can be encoded before. */
  programs: readonly Program[] = [];

  /** Bind groups by dispatch and copy of the cache. */
  private readonly bindGroups = new Map<string, GPUBindGroup[]>();

  constructor(
    private readonly gpu: Gpu,
    private readonly schedule: Schedule,
    private readonly bound: Bound,
  ) {}

  /** Encodes a dispatch by its index, on one copy of the cache, with the numbers of the step in one slot. */
  encode(
    pass: GPUComputePassEncoder,
    index: number,
    grid: Grid,
    { copy, slot }: { readonly copy: number; readonly slot: number },
  ): void {
    const program = this.programs[index];
    const dispatch = this.schedule.dispatches[index];
    if (!program || !dispatch) throw new Error(`dispatch ${index} is not compiled`);
    pass.setPipeline(program.pipeline);
    const { data } = this.bound;
    for (const [g, group] of this.groups(program, dispatch, index, copy).entries()) {
      if (data.slots === 1) pass.setBindGroup(g, group);
      else
        pass.setBindGroup(
          g,
          group,
          dynamicOffsets(program, g, (n) => data.offset(n, slot)),
        );
    }
    pass.dispatchWorkgroups(...grid);
  }

  private groups(
    program: Program,
    dispatch: Dispatch,
    index: number,
    copy: number,
  ): GPUBindGroup[] {
    const key = `${index} ${copy % this.bound.cache.copyCount}`;
    const known = this.bindGroups.get(key);
    if (known) return known;
    const groups = bind(this.gpu, program, (name) => this.resource(dispatch, name, copy));
    this.bindGroups.set(key, groups);
    return groups;
  }

  /** What a shader's variable is bound to. */
  resource(dispatch: Dispatch, name: string, copy: number): GPUBufferBinding {
    const { cache, buffers, given, data } = this.bound;
    const ofStep = data.binding(name);
    if (ofStep) return ofStep;
    if (name === 'chunk') return data.chunk(dispatch.chunk ?? 0);
    const id = dispatch.buffers[name];
    const own = id === undefined && given?.get(name);
    // A variable that only a text of somebody's own has.
    if (own) return { buffer: own };
    if (id === undefined) throw new Error(`${dispatch.kernel}: nothing is bound to "${name}"`);
    const whole = cache.buffer(id, copy) ?? buffers.get(id);
    const wanted = this.schedule.buffers.find((spec) => spec.id === id)?.bytes;
    if (whole && wanted !== undefined && given?.has(id)) return { buffer: whole, size: wanted };
    if (whole) return { buffer: whole };
    const { buffer, offsetBytes: offset, bytes: size } = regionIn(this.schedule, buffers, id);
    return { buffer, offset, size };
  }
}
