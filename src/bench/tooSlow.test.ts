// Which steps are refused before they are run whole.

import { expect, test } from 'vitest';
import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { schedule } from '../kernels/schedule';
import { TooSlowError } from './failures';
import { smallDims } from './smallDims.test-support';
import { refuseTooSlow } from './tooSlow';

const plan = variantById('gqa').plan(smallDims, { phase: 'decode', conventions: plainConventions });
const scheduled = (naive: boolean, batch: number) =>
  schedule(plan, {
    batch,
    capacity: 4096,
    maxNewTokens: 1,
    format: 'f32',
    weightFormat: 'f32',
    reduction: 'workgroup',
    naive,
  });

test('a step of many workgroups is cut, however long, up to what a reader waits for', () => {
  expect(() => refuseTooSlow(14.9e9, scheduled(false, 1))).not.toThrow();
  expect(() => refuseTooSlow(15.1e9, scheduled(false, 1))).toThrow(TooSlowError);
  expect(() => refuseTooSlow(15.1e9, scheduled(false, 1))).toThrow('15.1 s');
});

test('one that a single workgroup does may not take as long as systems allow a shader', () => {
  // All query heads of one sequence are rows of one workgroup of 64 invocations.
  expect(() => refuseTooSlow(0.9e9, scheduled(true, 1))).not.toThrow();
  expect(() => refuseTooSlow(1.2e9, scheduled(true, 1))).toThrow(/one workgroup .* fewer cached/);
  // Of 22 sequences each workgroup has less than half of the step.
  expect(() => refuseTooSlow(1.2e9, scheduled(true, 22))).not.toThrow();
});
