// This project's part in the comparison, on a device: right on every kind of shape, with each family of kernels.

import { afterAll, describe, expect, test } from 'vitest';
import { openGpu, type Gpu } from '../../src/gpu/device';
import { dawnAdapter } from '../dawn';
import { checkedTokens, compareRows, expectedRows, inputsOf } from './inputs';
import { ownSystem } from './own';
import { smallProjections, smallShapes } from './smallShapes.test-support';
import { projection } from './subjects';

const dawn = await dawnAdapter();
const gpus: Gpu[] = [];
const system = ownSystem(async () => {
  const gpu = await openGpu(dawn?.adapter);
  gpus.push(gpu);
  return gpu;
});
if (dawn) await system.open();
afterAll(() => {
  for (const { device } of gpus) device.destroy();
});

// The kinds that differ in kernels or pieces: MHA and MQA are GQA in other numbers.
const shapes = smallShapes.filter(({ id }) => /GQA|MLA/.test(id));

describe.skipIf(!dawn).each(shapes)('$id', (shape) => {
  // The tuner tries every family: once is enough.
  const ways = system.ways(shape).filter(({ kernel }) => kernel !== 'tuned' || shape === shapes[0]);
  test.each(ways)('$kernel agrees with float64, run after run', async (way) => {
    const inputs = inputsOf(shape, 11);
    const tokens = checkedTokens(shape, 11);
    const prepared = await way.prepare(shape, inputs);
    await prepared.run(3);
    const result = await prepared.read();
    const expected = expectedRows(shape, inputs, tokens);
    expect(compareRows(shape, result, tokens, expected)).toMatchObject({ agrees: true });
    await prepared.dispose();
  });
});

describe.skipIf(!dawn).each(smallProjections)('$id', (shape) => {
  const subject = projection(shape, 13);
  test.each(subject.waysOf(system))('$kernel agrees with float64, run after run', async (way) => {
    const prepared = await way.prepare();
    await prepared.run(2);
    expect(subject.check(await prepared.read())).toMatchObject({ agrees: true });
    await prepared.dispose();
  });
});
