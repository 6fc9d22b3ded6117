// Commands of the shaders, on an engine in memory.

import { beforeEach, expect, test } from 'vitest';
import type { AgreementReport, ShownStep, Times, TrialEvent } from '../engine/protocol';
import { controlsStore, defaultControls } from './controls';
import { fakeEngine } from './fakeEngine.test-support';
import { noShader, paceOf, shaderStore } from './shader';
import { shaderRequestOf } from './shaderRequest';
import { createShaderRunner } from './shaderRunner';
import { rewritten, sectionsOf, textOf } from './shaderSections';

beforeEach(() => {
  controlsStore.setState(defaultControls('llama3.1-8b'), true);
  shaderStore.setState(noShader, true);
});

const dispatch = {
  kernel: '5_attend_decode',
  does: ['attend'],
  code: 'const A = 1u;\nfn main() {}\n',
  segments: [
    { file: 'constants', firstLine: 1, lines: 1, sourceLine: 1 },
    { file: '5_attend_decode', firstLine: 2, lines: 2, sourceLine: 9 },
  ],
  constants: { A: '1u' },
  slots: {},
  bindings: [],
  grid: [1, 1, 1],
  readBytes: 8,
  writtenBytes: 4,
} as const;

const step: ShownStep = {
  linkedFor: 'device',
  choice: { family: 'staged', reduction: 'workgroup' },
  dispatches: [dispatch],
  rungs: [],
};

const times: Times = {
  medianNs: 5,
  q1Ns: 4,
  q3Ns: 6,
  samplesNs: [4, 5, 6],
  repetitions: 1,
  parts: 1,
  timer: 'timestamps',
};

const agreement: AgreementReport = {
  variantId: 'gqa',
  mode: 'cached',
  context: 512,
  error: 3e-7,
  bound: 1e-5,
  agrees: true,
};

async function shown() {
  const fake = fakeEngine();
  const runner = createShaderRunner(fake.engine);
  const request = shaderRequestOf(controlsStore.getState());
  if (!request) throw new Error('nobody can be shown');
  const showing = runner.show(request);
  await Promise.resolve();
  fake.shown[0]?.answer(step);
  await showing;
  return { ...fake, runner, request };
}

test('asks for the variant chosen, or the first where that is not shown', () => {
  controlsStore.setState({ shaderOf: 'mla', shaderContext: 99 });
  expect(shaderRequestOf(controlsStore.getState())).toMatchObject({
    context: 99,
    contenders: [{ variantId: 'mla', mode: 'absorbed' }],
  });
  controlsStore.setState({ shown: ['mqa'] });
  expect(shaderRequestOf(controlsStore.getState())?.contenders[0]?.variantId).toBe('mqa');
});

test('an edit is tried as it was written, and reset gives the linked text to the byte', async () => {
  const { runner, trials } = await shown();
  const edited = dispatch.code.replace('1u', '2u');
  runner.write(0, rewritten(sectionsOf(dispatch), edited));
  void runner.tryEdit(0);
  expect(trials[0]?.request.trial).toEqual({ kind: 'edit', edit: { index: 0, text: edited } });
  runner.reset(0);
  void runner.tryEdit(0);
  const [, second] = trials;
  expect(second?.request.trial).toEqual({ kind: 'edit', edit: { index: 0, text: dispatch.code } });
});

test('a text that is written back by hand is no draft any more', async () => {
  const { runner } = await shown();
  const sections = sectionsOf(dispatch);
  runner.write(0, rewritten(sections, `${dispatch.code}x`));
  expect(shaderStore.getState().drafts.size).toBe(1);
  runner.write(0, rewritten(sections, dispatch.code));
  expect(shaderStore.getState().drafts.size).toBe(0);
  expect(textOf(sections)).toBe(dispatch.code);
});

test('keeps what a trial tells, and how it ended', async () => {
  const { runner, trials } = await shown();
  const trying = runner.tryStep();
  const events: TrialEvent[] = [
    { type: 'stage', stage: 'measure' },
    { type: 'times', index: 0, times },
    { type: 'rungChecked', index: 3, agreement },
    { type: 'rung', index: 3, times },
  ];
  for (const event of events) trials[0]?.emit(event);
  trials[0]?.end({ ended: 'finished' });
  await trying;
  const { tried, times: kept, rungTimes } = shaderStore.getState();
  expect(tried).toMatchObject({ status: 'finished', stage: 'measure' });
  expect(kept.get(0)).toEqual(times);
  expect(rungTimes.get(3)).toEqual(times);
  expect(shaderStore.getState().rungAgreements.get(3)).toEqual(agreement);
});

test('another step takes away what was written and measured for the last one', async () => {
  const { runner, shown: asked, request, trials } = await shown();
  runner.write(0, rewritten(sectionsOf(dispatch), 'x'));
  void runner.tryStep();
  const showing = runner.show({ ...request, context: 7 });
  await new Promise((resolve) => setTimeout(resolve));
  asked[1]?.answer(step);
  await showing;
  trials[0]?.emit({ type: 'times', index: 0, times });
  expect(shaderStore.getState()).toMatchObject({ tried: null, request: { context: 7 } });
  expect(shaderStore.getState().drafts.size + shaderStore.getState().times.size).toBe(0);
});

test('a stop ends the trial, and says so', async () => {
  const { runner } = await shown();
  const trying = runner.tryEdit(0);
  await runner.stop();
  await trying;
  expect(shaderStore.getState().tried?.status).toBe('stopped');
});

test('faster and slower are told apart only where the samples do', () => {
  expect(paceOf({ median: 2, q1: 1.8, q3: 2.2 })).toBe('slower');
  expect(paceOf({ median: 0.5, q1: 0.4, q3: 0.6 })).toBe('faster');
  expect(paceOf({ median: 1.2, q1: 0.9, q3: 1.6 })).toBe('alike');
  expect(paceOf({ median: 1.01, q1: 1.008, q3: 1.012 })).toBe('alike');
});
