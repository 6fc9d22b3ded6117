// Trials on a device: linked texts agree and are timed, and edits are refused, ended, found wrong or found right.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import type { Step } from '../attention/plan';
import { plainConventions } from '../attention/variant';
import { variants } from '../attention/variants';
import { openGpu, type Gpu } from '../gpu/device';
import { guardLoops } from '../gpu/guard';
import { Timer } from '../gpu/timer';
import { Session } from '../kernels/session';
import type { ShownStep, Trial, TrialEvent, TrialRequest } from './shaderRecords';
import { shownStep } from './shownStep';
import { smallDims } from './smallDims.test-support';
import { mostTurns } from './tryEdit';
import { tryShader } from './tryShader';

const dawn = await dawnAdapter();

const request = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: [{ variantId: 'gqa', mode: 'cached' }],
  batch: 2,
  format: 'f32',
  scope: 'attentionOnly',
  seed: 5,
  context: 300,
  rounds: 5,
} as const;

const everyMode = variants.flatMap((variant) =>
  variant.modes
    .filter((mode) => variant.plan(smallDims, { phase: 'decode', mode: mode.id }).cache.length > 0)
    .map((mode) => ({ variantId: variant.id, mode: mode.id })),
);

/** Kernels with what fills them that a test has tried: others have the same. */
const tried = new Set<string>();

/** The step as a faulty kernel would do it: with another scale. */
const sharper = (step: Step): Step =>
  step.op === 'attend' ? { ...step, scale: 1.5 * step.scale } : step;

const of = <Type extends TrialEvent['type']>(events: readonly TrialEvent[], type: Type) =>
  events.filter((event): event is Extract<TrialEvent, { type: Type }> => event.type === type);

describe.skipIf(!dawn)('a trial', () => {
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

  async function collect(trial: Trial, asked: Partial<TrialRequest> = {}) {
    const events: TrialEvent[] = [];
    const { signal } = new AbortController();
    for await (const event of tryShader({ gpu, timer }, { ...request, ...asked, trial }, signal)) {
      events.push(event);
    }
    return events;
  }

  function step(): ShownStep {
    const shown = shownStep(gpu, request);
    if (!('dispatches' in shown)) throw new Error('it does not fit');
    return shown;
  }

  /** The attention's dispatch, with its text changed; throws where the change changes nothing. */
  function edited(change: (code: string) => string): Trial {
    const { dispatches } = step();
    const index = dispatches.findIndex(({ kernel }) => kernel.startsWith('5_attend'));
    const code = dispatches[index]?.code ?? '';
    const text = change(code);
    expect(text).not.toBe(code);
    return { kind: 'edit', edit: { index, text } };
  }

  test('times every dispatch of a step that agrees', async () => {
    const events = await collect({ kind: 'step' });
    expect(of(events, 'failure')).toEqual([]);
    expect(of(events, 'agreement').map(({ agreement }) => agreement.agrees)).toEqual([true]);
    const last = new Map(of(events, 'times').map(({ index, times }) => [index, times]));
    expect([...last.keys()].toSorted((a, b) => a - b)).toEqual(step().dispatches.map((_, i) => i));
    for (const { samplesNs, medianNs } of last.values()) {
      expect(samplesNs).toHaveLength(5);
      expect(medianNs).toBeGreaterThan(0);
    }
  });

  test('an edit that changes nothing agrees, and its time is told beside the linked one’s', async () => {
    const events = await collect(edited((code) => `// the same\n${code}`));
    expect(of(events, 'failure')).toEqual([]);
    expect(of(events, 'agreement')[0]?.agreement.agrees).toBe(true);
    const told = of(events, 'compared').at(-1);
    expect(told?.linked.samplesNs).toHaveLength(5);
    expect(told?.edited.samplesNs).toHaveLength(5);
    expect(told?.ratio.median).toBeGreaterThan(0.4);
    expect(told?.ratio.median).toBeLessThan(2.5);
  });

  test('a wrong constant disagrees with float64', async () => {
    const events = await collect(
      edited((code) => code.replace(/const SCALE = [^;]+;/, 'const SCALE = 0.9f;')),
    );
    const [told] = of(events, 'agreement');
    expect(told?.agreement.agrees).toBe(false);
    expect(told?.agreement.error).toBeGreaterThan(1e-3);
  });

  test('what does not compile is told with its own line', async () => {
    const [refused] = of(
      await collect(
        edited((code) => `// one more\n${code.replace('let ', 'let nonsense = nobody;\nlet ')}`),
      ),
      'refused',
    );
    expect(refused?.message).toContain('nobody');
    const trial = edited(
      (code) => `// one more\n${code.replace('let ', 'let nonsense = nobody;\nlet ')}`,
    );
    if (trial.kind !== 'edit') return;
    expect(trial.edit.text.split('\n')[(refused?.line ?? 0) - 1]).toContain('nobody');
  });

  test('a variable that nothing is bound to is refused', async () => {
    const events = await collect(
      edited((code) => `${code}\n@group(2) @binding(9) var<storage, read> more: array<f32>;`),
    );
    expect(of(events, 'refused')[0]?.message).toContain('more');
  });

  test('a loop without an end is left, and told by its line', async () => {
    const trial = edited((code) =>
      code.replace(/(@compute[^{]*\{)/, '$1\n  for (var i = 0u; i < 4u; i += 0u) { }\n'),
    );
    const events = await collect(trial);
    const [told] = of(events, 'endless');
    expect(told?.mostTurns).toBe(mostTurns);
    if (trial.kind !== 'edit') return;
    expect(trial.edit.text.split('\n')[(told?.line ?? 0) - 1]).toContain('i += 0u');
    expect(of(events, 'compared')).toEqual([]);
    // The device is none the worse for it.
    expect(of(await collect({ kind: 'step' }), 'agreement')[0]?.agreement.agrees).toBe(true);
  });

  test('all ways to attend are compared with float64 and timed, the naive one first', async () => {
    const shown = step();
    const events = await collect({ kind: 'rungs' });
    expect(of(events, 'rungFailed')).toEqual([]);
    const timed = new Set(of(events, 'rung').map(({ index }) => index));
    const able = shown.rungs.flatMap(({ refusal }, index) => (refusal ? [] : [index]));
    expect([...timed].toSorted((a, b) => a - b)).toEqual(able);
    expect(shown.rungs.filter(({ chosen }) => chosen)).toHaveLength(1);
    const checked = of(events, 'rungChecked');
    expect(checked.map(({ index }) => index)).toEqual(able);
    expect(checked.filter(({ agreement }) => !agreement.agrees)).toEqual([]);
    expect(shown.rungs[0]?.choice).toBeNull();
  });

  test('a rung that is wrong is told, and has no time', async () => {
    const createSession: typeof Session.create = async (on, plan, spec) => {
      const naive = spec.naive ? { ...plan, steps: plan.steps.map(sharper) } : plan;
      return Session.create(on, naive, spec);
    };
    const events: TrialEvent[] = [];
    const { signal } = new AbortController();
    const asked = { ...request, trial: { kind: 'rungs' } } as const;
    for await (const event of tryShader({ gpu, timer, createSession }, asked, signal)) {
      events.push(event);
    }
    const wrong = of(events, 'rungChecked').filter(({ agreement }) => !agreement.agrees);
    expect(wrong.map(({ index }) => index)).toEqual([0]);
    const timed = new Set(of(events, 'rung').map(({ index }) => index));
    expect(timed.has(0)).toBe(false);
    expect(timed.size).toBeGreaterThan(1);
  });

  test.each(everyMode)('no loop of $variantId, $mode, is taken for endless', async (contender) => {
    const scope = 'wholeLayer';
    const asked = { ...request, contenders: [contender], scope, batch: 1, context: 70 } as const;
    const shown = shownStep(gpu, asked);
    if (!('dispatches' in shown)) throw new Error('it does not fit');
    for (const [index, { code, kernel, slots }] of shown.dispatches.entries()) {
      const known = JSON.stringify([kernel, slots]);
      if (tried.has(known)) continue;
      tried.add(known);
      const text = `${code}\n`;
      expect(guardLoops(text, 9).code.length, kernel).toBeGreaterThan(text.length);
      const trial = { kind: 'edit', edit: { index, text } } as const;
      const events = await collect(trial, { ...asked, rounds: 1 });
      expect(of(events, 'failure'), kernel).toEqual([]);
      expect(of(events, 'endless'), kernel).toEqual([]);
      expect(of(events, 'agreement')[0]?.agreement.agrees, kernel).toBe(true);
    }
  });
});
