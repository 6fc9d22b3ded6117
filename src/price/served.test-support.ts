// Models as they are served, for tests of time and capacity.

import * as fc from 'fast-check';

import { proposeDims } from '../attention/propose';
import { gqa } from '../attention/variants/gqa';
import { anyGroups, anyPlan } from './anyPlan.test-support';
import { deviceCounts, type Deployment } from './parallel';
import { restOf, type ServedModel } from './served';

/** Llama-3.1-8B with 16-bit weights. */
export function llama8b(): ServedModel {
  const dims = proposeDims({ modelDim: 4096, queryHeads: 32, kvHeads: 8, headDim: 128 });
  const groups = [{ layers: 32 }];
  const plan = gqa.plan(dims, { phase: 'decode' });
  const whole = { total: 8_030_261_248, active: 8_030_261_248 };
  return { groups, plan, rest: restOf(whole, { groups, plan }), weightBits: 16 };
}

export const anyModel: fc.Arbitrary<ServedModel> = fc
  .record({
    groups: anyGroups,
    plan: anyPlan,
    total: fc.integer({ min: 0, max: 1_000_000_000 }),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    weightBits: fc.constantFrom(4, 8, 16, 32),
  })
  .map(({ total, share, ...model }) => ({
    ...model,
    rest: { total, active: Math.round(total * share) },
  }));

/** A model and devices that it can be shared out to. */
export const anyServing: fc.Arbitrary<{
  readonly model: ServedModel;
  readonly deployment: Deployment;
}> = fc
  .record({
    model: anyModel,
    most: fc.integer({ min: 1, max: 16 }),
    attention: fc.constantFrom('tensor' as const, 'data' as const),
  })
  .map(({ model, most, attention }) => {
    const shared = deviceCounts(model.plan).findLast((count) => count <= most) ?? 1;
    return { model, deployment: { attention, devices: attention === 'tensor' ? shared : most } };
  });
