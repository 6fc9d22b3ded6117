// The kernels as a reader: one session a plan, on one cache and one set of weights.

import type { FormatId } from '../../src/attention/format';
import type { Plan, Tap } from '../../src/attention/plan';
import type { Gpu } from '../../src/gpu/device';
import type { AttendFamilyId } from '../../src/kernels/dispatch';
import { Session } from '../../src/kernels/session';
import {
  phaseOf,
  type Floats,
  type LayerSpec,
  type LayerStep,
  type OpenLayer,
  type Reader,
} from './reader';

const float32 = (data: Floats): Float32Array =>
  data instanceof Float32Array ? data : Float32Array.from(data);

class GpuLayer implements OpenLayer {
  private last: Session;

  constructor(
    private readonly prefill: Session,
    private readonly decode: Session,
  ) {
    this.last = prefill;
  }

  writeCache(fieldId: string, rows: Floats, start: number): void {
    this.prefill.cache.write(fieldId, float32(rows), start);
  }

  async step(step: LayerStep): Promise<void> {
    this.last = phaseOf(step.newTokens) === 'prefill' ? this.prefill : this.decode;
    this.last.poisonActivations();
    await this.last.step(step);
  }

  read(tensorId: string): Promise<Floats> {
    return this.last.read(tensorId);
  }

  tap(stage: Tap): Promise<Floats> {
    return this.last.tap(stage);
  }

  readCache(fieldId: string): Promise<Floats> {
    return this.prefill.cache.read(fieldId);
  }

  dispose(): void {
    this.decode.dispose();
    this.prefill.dispose();
  }
}

/** Runs every plan with one family of attention kernels, the cache kept in `format`. */
export function gpuReader(gpu: Gpu, format: FormatId, family: AttendFamilyId): Reader {
  return {
    name: 'gpu',
    kernel: `${family} ${format}`,
    async open({ plans, weights, ...sizes }: LayerSpec): Promise<OpenLayer> {
      // What lies between the steps is looked at too, which fused ones do not keep.
      const how = { ...sizes, format, family, fused: false };
      const prefill = await Session.create(gpu, plans.prefill, how);
      const decode = await Session.create(gpu, plans.decode, { ...how, shared: prefill });
      const written = (plan: Plan) => plan.weights.map(({ id }) => id);
      for (const id of written(plans.prefill)) {
        const data = weights[id];
        if (data) prefill.writeWeight(id, data);
      }
      prefill.cache.poison();
      return new GpuLayer(prefill, decode);
    },
  };
}
