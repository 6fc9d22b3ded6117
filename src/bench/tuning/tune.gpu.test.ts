// Tuning on a device: what is wrong, slow to compile or stopped, and a choice that agrees with float64.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dawnAdapter } from '../../../bench/dawn';
import type { Plan } from '../../attention/plan';
import { plainConventions } from '../../attention/variant';
import { variantById } from '../../attention/variants';
import { openGpu, type Gpu } from '../../gpu/device';
import { Timer } from '../../gpu/timer';
import type { Knobs } from '../../kernels/dispatch';
import { Session } from '../../kernels/session';
import type { DecodeDevice } from '../decodeRun';
import { smallDims as dims } from '../smallDims.test-support';
import type { DecodeRequest } from '../records';
import type { TunedKernels, TuningEvent, TuningProgress } from './records';
import { tune, type TuningOptions } from './tune';
import { tuneRequest } from './tuneRequest';

const dawn = await dawnAdapter();

const knobs: Knobs = {
  batch: 1,
  capacity: 70,
  maxNewTokens: 1,
  format: 'f32',
  weightFormat: 'f32',
  reduction: 'workgroup',
};

const planOf = (variantId: string, mode: string, phase: Plan['phase'] = 'decode') =>
  variantById(variantId).plan(dims, { phase, mode, conventions: plainConventions });

describe.skipIf(!dawn)('tuning', () => {
  let gpu: Gpu;
  let timer: Timer;
  beforeAll(async () => {
    gpu = await openGpu((await dawnAdapter())!.adapter);
    timer = await Timer.open(gpu);
  });
  afterAll(() => {
    timer.dispose();
    gpu.device.destroy();
  });

  async function tuned(
    plan: Plan,
    options: Partial<TuningOptions & Pick<DecodeDevice, 'createSession'>> = {},
    how: Knobs = knobs,
  ): Promise<{ result: TunedKernels; told: TuningProgress[] }> {
    const { createSession, ...rest } = options;
    const device = { gpu, timer, ...(createSession ? { createSession } : {}) };
    const told: TuningProgress[] = [];
    const { signal } = new AbortController();
    const work = tune(device, plan, how, { signal, budgetNs: 4e8, ...rest });
    for (;;) {
      const { done, value } = await work.next();
      if (done) return { result: value, told };
      told.push(value);
    }
  }

  test.each([
    ['gqa', 'cached'],
    ['mla', 'naive'],
  ])('times what agrees with float64: %s %s', async (variantId, mode) => {
    const { result, told } = await tuned(planOf(variantId, mode));
    expect(result.medianNs).toBeGreaterThan(0);
    expect(result.spentNs).toBeGreaterThan(result.medianNs);
    expect(result.timedContext).toBe(70);
    const reasons = result.rejected.map(({ reason }) => reason.code);
    expect(reasons).toContain('slower');
    for (const code of reasons) {
      expect(['slower', 'sameAs', 'needsFeature', 'compilesTooLong']).toContain(code);
    }
    expect(result.rejected).toHaveLength(7);
    // Each is compiled and checked before the first is timed.
    const stages = told.map(({ stage }) => stage).join(' ');
    expect(stages).toMatch(/^(compile (check )?)+(measure ?)+$/);
    const fractions = told.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  test('times several new tokens, of a shorter step where the whole one would take too long', async () => {
    const createSession: typeof Session.create = (device, plan, spec) =>
      spec.family === 'register' && spec.rows === 4 && spec.reduction === 'workgroup'
        ? Session.create(device, plan, spec)
        : Promise.reject(new Error('not of interest'));
    const how = { ...knobs, capacity: 4096, maxNewTokens: 1024 };
    const plan = planOf('mqa', 'cached', 'prefill');
    const { result } = await tuned(plan, { createSession, budgetNs: 1e8 }, how);
    expect(result).toMatchObject({ choice: { family: 'register', rows: 4 } });
    expect(result.medianNs).toBeGreaterThan(0);
    expect(result.timedContext).toBeLessThan(4096);
  });

  test('rejects a family that computes something else, and says by how much', async () => {
    const createSession: typeof Session.create = async (device, plan, spec) => {
      const session = await Session.create(device, plan, spec);
      if (spec.family !== 'register') return session;
      const fillInput = session.fillInput.bind(session);
      session.fillInput = (inputId, seed, scale) => fillInput(inputId, seed ^ 1, scale);
      return session;
    };
    const { result } = await tuned(planOf('gqa', 'cached'), { createSession });
    expect(result.choice.family).toBe('staged');
    const wrong = result.rejected.filter(({ reason }) => reason.code === 'wrong');
    expect(wrong.length).toBeGreaterThan(1);
    for (const { choice, reason } of wrong) {
      expect(choice.family).toBe('register');
      if (reason.code === 'wrong') expect(reason.error).toBeGreaterThan(1e-3);
    }
  });

  test('leaves what compiles too long or not at all; with nothing left, the shipped choice stands', async () => {
    const createSession: typeof Session.create = (device, plan, spec) =>
      spec.family === 'staged'
        ? Promise.reject(new Error('planted'))
        : new Promise((resolve) =>
            setTimeout(() => resolve(Session.create(device, plan, spec)), 80),
          );
    const { result } = await tuned(planOf('gqa', 'cached'), { createSession, compileNs: 20e6 });
    expect(result).toMatchObject({
      choice: { family: 'register', rows: 16 },
      medianNs: 0,
    });
    const reasons = result.rejected.map(({ choice, reason }) => [choice.family, reason.code]);
    expect(reasons).toContainEqual(['register', 'compilesTooLong']);
    expect(reasons).toContainEqual(['staged', 'failed']);
  });

  test('of a request tunes what shares a key once, at the longest context that fits, and names what fails', async () => {
    const createSession: typeof Session.create = (device, plan, spec) =>
      spec.family === 'register' && spec.rows === 1 && spec.reduction === 'workgroup'
        ? Session.create(device, plan, spec)
        : Promise.reject(new Error('not of interest'));
    const gqa = { variantId: 'gqa', mode: 'cached' };
    const request: DecodeRequest = {
      dims,
      conventions: plainConventions,
      // Of one kv head each, so that one tuning serves both.
      contenders: [gqa, { variantId: 'mqa', mode: 'cached' }],
      contexts: [20, 70, 1 << 27],
      batch: 1,
      format: 'f32',
      scope: 'attentionOnly',
      rounds: 5,
      seed: 3,
    };
    const told = async (what: DecodeRequest) => {
      const { signal } = new AbortController();
      const events: TuningEvent[] = [];
      for await (const event of tuneRequest({ gpu, timer, createSession }, what, signal)) {
        events.push(event);
      }
      return events;
    };
    const events = await told({ ...request, dims: { ...dims, kvHeads: 1 } });
    const found = events.flatMap((event) => (event.type === 'tuned' ? [event] : []));
    expect(found.map(({ variantId }) => variantId)).toEqual(['gqa', 'mqa']);
    expect(found[0]?.tuned).toBe(found[1]?.tuned);
    expect(found[0]?.tuned).toMatchObject({ choice: { rows: 1 }, timedContext: 70 });
    const progress = events.filter(({ type }) => type === 'progress');
    expect(new Set(progress.map(({ variantId }) => variantId))).toEqual(new Set(['gqa']));

    const tooLong = await told({ ...request, contenders: [gqa], contexts: [1 << 27] });
    expect(tooLong).toMatchObject([{ type: 'failure', ...gqa, failure: { code: 'doesNotFit' } }]);
  });

  test('ends at a stop, and lets go of the sessions', async () => {
    const controller = new AbortController();
    let open = 0;
    const createSession: typeof Session.create = async (...args) => {
      const session = await Session.create(...args);
      const dispose = session.dispose.bind(session);
      session.dispose = () => {
        open -= 1;
        dispose();
      };
      open += 1;
      if (open === 3) controller.abort();
      return session;
    };
    const work = tuned(planOf('gqa', 'cached'), { createSession, signal: controller.signal });
    await expect(work).rejects.toThrow(/abort/i);
    await vi.waitFor(() => expect(open).toBe(0));
  });
});
