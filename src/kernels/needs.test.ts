import { describe, expect, test } from 'vitest';
import { proposeDims } from '../attention/propose';
import { variants } from '../attention/variants';
import type { Knobs } from './dispatch';
import { footprint } from './footprint';
import { amountNeeded, mostNeeded, neededLimits, needsOf } from './needs';
import { schedule } from './schedule';

const dims = proposeDims({ modelDim: 96, queryHeads: 6, kvHeads: 3, headDim: 20 });
const knobs: Knobs = {
  batch: 3,
  capacity: 517,
  maxNewTokens: 1,
  format: 'int8',
  weightFormat: 'f16',
  reduction: 'workgroup',
};

const cases = variants.flatMap((variant) =>
  (['decode', 'prefill'] as const).flatMap((phase) =>
    variant.modes
      .filter(({ usedFor }) => usedFor.includes(phase))
      .map(({ id }) => ({ name: `${variant.id} ${id} ${phase}`, variant, mode: id, phase })),
  ),
);

describe('what a schedule needs', () => {
  test.each(cases)('$name: every limit, by a kernel or a buffer of its own', (each) => {
    const plan = each.variant.plan(dims, { phase: each.phase, mode: each.mode });
    const maxNewTokens = each.phase === 'prefill' ? 37 : 1;
    for (const family of ['staged', 'register'] as const) {
      const scheduled = schedule(plan, { ...knobs, maxNewTokens, family });
      const needs = needsOf(scheduled);
      const largest = mostNeeded(needs);
      expect(largest.map(({ limit }) => limit)).toEqual([...neededLimits]);
      const kernels = scheduled.dispatches.map(({ kernel }) => kernel);
      for (const { limit, by, amount } of largest) {
        expect(amount, limit).toBe(amountNeeded(needs, limit));
        expect(by, limit).not.toBe('');
        if (limit.startsWith('maxCompute')) expect(kernels).toContain(by);
      }
      expect(amountNeeded(needs, 'maxBufferSize')).toBe(footprint(scheduled).largestBytes);
      // What every device of WebGPU grants: our kernels are written for it.
      expect(amountNeeded(needs, 'maxComputeInvocationsPerWorkgroup')).toBeLessThanOrEqual(256);
      expect(amountNeeded(needs, 'maxComputeWorkgroupStorageSize')).toBeLessThanOrEqual(16384);
      expect(amountNeeded(needs, 'maxStorageBuffersPerShaderStage')).toBeLessThanOrEqual(8);
    }
  });
});

test('the first of equal needs stands for them', () => {
  const need = (by: string, amount: number) => ({ limit: 'maxBufferSize' as const, amount, by });
  expect(mostNeeded([need('a', 3), need('b', 7), need('c', 7)])).toEqual([need('b', 7)]);
  expect(mostNeeded([])).toEqual([]);
});
