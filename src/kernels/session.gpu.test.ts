// A session on a device: steps in parts, queries that see nothing, and what it refuses in words.

import { describe, expect, test } from 'vitest';
import { find, sizeOf } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { inScope } from '../attention/scope';
import { variantById } from '../attention/variants';
import { ShaderError } from '../gpu/errors';
import { dawn, gpu, small, weightsOf } from './kernelCase.test-support';
import { Session } from './session';

describe.skipIf(!dawn)('a session', () => {
  test('a query that sees no key gives zeros', async () => {
    const plan = inScope(variantById('gqa').plan(small, { phase: 'decode' }), 'attentionOnly');
    const session = await Session.create(await gpu(), plan, {
      batch: 1,
      capacity: 8,
      maxNewTokens: 2,
    });
    session.cache.poison();
    session.poisonActivations();
    const inputs = Object.fromEntries(
      plan.inputs.map((id) => [id, uniforms(3, 2 * sizeOf(find(plan.tensors, id).axes))]),
    );
    // The first of two queries stands before every key.
    await session.step({ newTokens: 2, starts: [0], lengths: [2], offsets: [-1], inputs });
    const output = await session.read(plan.output);
    const half = output.length / 2;
    expect(output.slice(0, half).every((value) => value === 0)).toBe(true);
    expect(output.slice(half).every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
    session.dispose();
  });

  test('a step in parts gives what the whole step gives, to the bit', async () => {
    const plan = variantById('mla').plan(small, { phase: 'decode', mode: 'expanded' });
    const spec = { batch: 2, capacity: 700, maxNewTokens: 1 };
    const session = await Session.create(await gpu(), plan, spec);
    for (const [id, data] of Object.entries(weightsOf(plan, 5))) session.writeWeight(id, data);
    for (const { id } of plan.cache) await session.cache.fill(id, seedOf(5, id), 1, 699);
    const inputs = { x: uniforms(6, 2 * small.modelDim) };
    await session.step({
      newTokens: 1,
      starts: [699, 300],
      lengths: [700, 301],
      offsets: [699, 300],
      inputs,
    });
    const whole = await session.read('y');
    session.poisonActivations();
    session.writeInput('x', inputs.x);
    let parts = 0;
    for (const encode of session.parts(5)) {
      const encoder = (await gpu()).device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      encode(pass);
      pass.end();
      (await gpu()).device.queue.submit([encoder.finish()]);
      parts += 1;
    }
    expect(parts).toBeGreaterThan(3);
    expect(parts).toBeLessThan(5 + session.schedule.dispatches.length);
    expect(await session.read('y')).toEqual(whole);
    session.dispose();
  });

  test('a cache too large for one binding is refused in words before it is allocated', async () => {
    const plan = variantById('mha').plan(small, { phase: 'decode' });
    const spec = { batch: 1, capacity: 20_000_000, maxNewTokens: 1 };
    await expect(Session.create(await gpu(), plan, spec)).rejects.toThrow(
      /maxStorageBufferBindingSize .* shorter context/,
    );
  });

  test('a step past the capacity is refused', async () => {
    const plan = variantById('mqa').plan(small, { phase: 'decode' });
    const session = await Session.create(await gpu(), plan, {
      batch: 1,
      capacity: 4,
      maxNewTokens: 1,
    });
    expect(() =>
      session.setStep({ newTokens: 1, starts: [4], lengths: [5], offsets: [4] }),
    ).toThrow('token 5 of a cache for 4 tokens');
    session.dispose();
  });

  test('what is written while kernels are compiled is there when they run', async () => {
    const plan = inScope(variantById('gqa').plan(small, { phase: 'decode' }), 'attentionOnly');
    const rows = (id: string) => uniforms(7, sizeOf(find(plan.tensors, id).axes));
    const spec = { batch: 1, capacity: 1, maxNewTokens: 1 };
    const outputOf = async (begin: (session: Session) => void, after: typeof begin) => {
      const session = await Session.create(await gpu(), plan, { ...spec, begin });
      after(session);
      await session.step({ newTokens: 1, starts: [0], lengths: [1], offsets: [0], inputs: {} });
      const output = await session.read(plan.output);
      session.dispose();
      return output;
    };
    const write = (session: Session) => {
      for (const id of plan.inputs) session.writeInput(id, rows(id));
    };
    const nothing = () => undefined;
    const output = await outputOf(write, nothing);
    expect(output.every((value) => value !== 0)).toBe(true);
    expect(output).toEqual(await outputOf(nothing, write));
  });

  test('a kernel that does not compile leaves no buffer behind', async () => {
    const { device } = await gpu();
    const plan = inScope(variantById('gqa').plan(small, { phase: 'decode' }), 'attentionOnly');
    const made: GPUBuffer[] = [];
    const spec = { batch: 1, capacity: 4, maxNewTokens: 1, texts: new Map([[0, 'no shader']]) };
    const begin = (session: Session) => {
      made.push(...session.buffers.values());
    };
    await expect(Session.create(await gpu(), plan, { ...spec, begin })).rejects.toThrow(
      ShaderError,
    );
    expect(made.length).toBeGreaterThan(0);
    for (const buffer of made) {
      device.pushErrorScope('validation');
      device.queue.writeBuffer(buffer, 0, new Uint8Array(4));
      const encoder = device.createCommandEncoder();
      encoder.clearBuffer(buffer);
      device.queue.submit([encoder.finish()]);
      expect((await device.popErrorScope())?.message).toContain('destroyed');
    }
  });

  test('f16 weights refuse what they have no number for', async () => {
    const plan = variantById('mqa').plan(small, { phase: 'decode' });
    const spec = { batch: 1, capacity: 4, maxNewTokens: 1, weightFormat: 'f16' } as const;
    const session = await Session.create(await gpu(), plan, spec);
    const values = uniforms(1, sizeOf(find(plan.weights, 'wk').axes)).with(2, Infinity);
    expect(() => session.writeWeight('wk', values)).toThrow(
      'weight wk[2] is Infinity: f16 weights lie from -255.875 to 255.875',
    );
    session.dispose();
  });
});
