// What a tuned choice holds for, and which stored one a run takes.

import { describe, expect, test } from 'vitest';
import { version } from '../../../package.json';
import { plainConventions } from '../../attention/variant';
import { variantById } from '../../attention/variants';
import type { GpuFacts } from '../../kernels/choices';
import type { Knobs } from '../../kernels/dispatch';
import { smallDims as dims } from '../smallDims.test-support';
import { choiceFor, nearestTuned, tuningKey } from './key';
import type { TunedKernels, TuningKey } from './records';

const gpuOf = (info: Partial<GpuFacts['info']> = {}, features: string[] = []): GpuFacts => ({
  info: { vendor: 'acme', architecture: 'paper', description: 'Mk 1', software: true, ...info },
  device: { features: new Set(features), limits: {} as unknown as GPUSupportedLimits },
});

const knobs: Knobs = {
  batch: 1,
  capacity: 3000,
  maxNewTokens: 1,
  format: 'f16',
  weightFormat: 'f16',
  reduction: 'workgroup',
};

const planOf = (variantId: string, mode = 'cached') =>
  variantById(variantId).plan(dims, { phase: 'decode', mode, conventions: plainConventions });

const gqa = planOf('gqa');
const keyOf = (gpu = gpuOf(), plan = gqa, how: Partial<Knobs> = {}) =>
  tuningKey(gpu, plan, { ...knobs, ...how });

describe('the key', () => {
  test('names adapter, shape, kernels and context', () => {
    const key = keyOf(gpuOf({}, ['timestamp-query', 'subgroups', 'shader-f16']));
    expect(key).toEqual({
      adapter: 'acme | paper | Mk 1 | shader-f16 subgroups',
      shape: 'decode f16/f16 field 20 + 12 group 2',
      kernels: expect.stringMatching(new RegExp(`^${version} [0-9a-f]{8}$`)),
      contextLog2: 11,
    });
  });

  test.each<[string, TuningKey]>([
    ['vendor', keyOf(gpuOf({ vendor: 'other' }))],
    ['architecture', keyOf(gpuOf({ architecture: 'other' }))],
    ['description', keyOf(gpuOf({ description: 'Mk 2' }))],
    ['set of features', keyOf(gpuOf({}, ['subgroups']))],
    ['group size', keyOf(gpuOf(), planOf('mqa'))],
    ['width', keyOf(gpuOf(), planOf('mla', 'absorbed'))],
    ['place of its rows', keyOf(gpuOf(), planOf('mla', 'expanded'))],
    ['format', keyOf(gpuOf(), gqa, { format: 'f32' })],
    ['power of two of the context', keyOf(gpuOf(), gqa, { capacity: 4096 })],
  ])('is another with another %s', (_, other) => {
    expect(other).not.toEqual(keyOf());
  });

  test('is the same whichever kernels were chosen, and for contexts of one power of two', () => {
    const how = { family: 'register', rows: 2, capacity: 4095 } as const;
    expect(keyOf(gpuOf(), gqa, how)).toEqual(keyOf());
  });
});

const tunedAt = (key: TuningKey, rows: number): TunedKernels => ({
  key,
  choice: { family: 'register', reduction: 'workgroup', rows },
  medianNs: 100,
  timedContext: 2 ** key.contextLog2,
  spentNs: 1000,
  rejected: [],
});

describe('what a run starts with', () => {
  test('is the shipped choice of the adapter where nothing was tuned', () => {
    expect(choiceFor(gpuOf(), gqa, knobs, [])).toMatchObject({ family: 'register', rows: 8 });
    const hardware = gpuOf({ software: false });
    expect(choiceFor(hardware, gqa, knobs, [])).toMatchObject({ family: 'staged' });
    const ofAnother = [tunedAt(keyOf(gpuOf({ vendor: 'other' })), 3)];
    expect(choiceFor(hardware, gqa, knobs, ofAnother)).toMatchObject({ family: 'staged' });
  });

  test('is what was tuned at the nearest context, the longer of two as near', () => {
    const at = (contextLog2: number) => tunedAt({ ...keyOf(), contextLog2 }, contextLog2);
    expect(choiceFor(gpuOf(), gqa, knobs, [at(5), at(11), at(12)]).rows).toBe(11);
    expect(choiceFor(gpuOf(), gqa, knobs, [at(10), at(12)]).rows).toBe(12);
    expect(nearestTuned([at(3)], keyOf())?.choice.rows).toBe(3);
    expect(nearestTuned([tunedAt({ ...keyOf(), kernels: 'older' }, 1)], keyOf())).toBeUndefined();
  });
});
