// Commands of a look into one token, on an engine in memory.

import { beforeEach, expect, test } from 'vitest';
import type { TensorReport } from '../engine/protocol';
import { controlsStore, defaultControls } from './controls';
import { deviceStore } from './device';
import { fakeDevice, fakeEngine } from './fakeEngine.test-support';
import { createRunner } from './runner';
import { noLook, tokenStore, tokenVerdict } from './token';

beforeEach(() => {
  controlsStore.setState(defaultControls('llama3.1-8b'), true);
  tokenStore.setState(noLook, true);
  deviceStore.setState({ device: { status: 'asking' } });
});

async function started() {
  const fake = fakeEngine();
  const runner = createRunner(fake.engine);
  await runner.askDevice();
  const token = await runner.token();
  const ended = token.start();
  return { ...fake, runner, token, ended };
}

const tensor = (id: string, agrees: boolean): TensorReport => ({
  id,
  elements: 3,
  source: 'stored',
  within: [],
  cells: [1, -2, 0.5],
  perCell: 1,
  lowest: -2,
  highest: 1,
  agreement: { error: agrees ? 1e-7 : 0.3, bound: 1e-5, agrees },
});

const mha = { variantId: 'mha', mode: 'cached' };

test('asks for the two variants drawn, and keeps what comes', async () => {
  const { tokens, ended } = await started();
  expect(tokens[0]?.request.contenders.map(({ variantId }) => variantId)).toEqual(['mha', 'mla']);
  expect(tokens[0]?.madeFor).toEqual(fakeDevice);
  expect(tokenStore.getState().status).toBe('running');
  tokens[0]?.emit({ type: 'preparing', ...mha, fraction: 0.5 });
  const made = [tensor('x', true), tensor('query', false)];
  tokens[0]?.emit({ type: 'token', ...mha, ranOn: 'gpu', tensors: made });
  const failure = { code: 'unsupported', message: 'no kernel' } as const;
  tokens[0]?.emit({ type: 'failed', variantId: 'mla', mode: 'absorbed', failure });
  tokens[0]?.end({ ended: 'finished' });
  await ended;
  const look = tokenStore.getState();
  expect(look).toMatchObject({
    status: 'finished',
    fraction: 0.5,
    tokens: [{ ...mha, ranOn: 'gpu', tensors: made }],
    failures: [{ variantId: 'mla', failure }],
  });
  expect(tokenVerdict(look.tokens)).toEqual({ verdict: 'disagrees', compared: 2, wrong: 1 });
});

test('another device is told, and a run that was replaced is not heard', async () => {
  const { tokens, token, ended } = await started();
  const report = { ...fakeDevice, description: 'another' };
  tokens[0]?.emit({ type: 'deviceChanged', device: report });
  expect(deviceStore.getState().device).toEqual({ status: 'known', report });
  expect(tokenStore.getState().run?.device).toEqual(report);
  const again = token.start();
  tokens[0]?.emit({ type: 'token', ...mha, ranOn: 'gpu', tensors: [] });
  tokens[0]?.end({ ended: 'finished' });
  await ended;
  expect(tokenStore.getState()).toMatchObject({ status: 'running', tokens: [] });
  await token.stop();
  await again;
  expect(tokenStore.getState().status).toBe('stopped');
});

test('one runner serves the page', async () => {
  const { runner, token } = await started();
  expect(await runner.token()).toBe(token);
});
