// Commands of two attention maps, on an engine in memory.

import { beforeEach, expect, test } from 'vitest';
import type { AttentionMap } from '../engine/protocol';
import { mapStore, noMaps } from './attentionMap';
import { controlsStore, defaultControls } from './controls';
import { deviceStore } from './device';
import { fakeDevice, fakeEngine } from './fakeEngine.test-support';
import { mapRunnerOf } from './mapRunner';
import { createRunner } from './runner';

beforeEach(() => {
  controlsStore.setState(defaultControls('llama3.1-8b'), true);
  mapStore.setState(noMaps, true);
  deviceStore.setState({ device: { status: 'asking' } });
});

async function started() {
  const fake = fakeEngine();
  await createRunner(fake.engine).askDevice();
  const runner = mapRunnerOf(fake.engine);
  const ended = runner.start();
  return { ...fake, runner, ended };
}

const map: AttentionMap = {
  madeBy: 'gpu',
  queryHeads: 1,
  tokens: 1,
  weights: Float32Array.of(1),
  agreement: { error: 1e-7, bound: 1e-5, agrees: true },
};

test('asks for what the controls say, and keeps what comes', async () => {
  const { maps, ended } = await started();
  expect(maps[0]?.request.sides.map(({ mode }) => mode)).toEqual(['absorbed', 'expanded']);
  expect(maps[0]?.madeFor).toEqual(fakeDevice);
  expect(mapStore.getState().status).toBe('running');
  maps[0]?.emit({ type: 'map', place: 0, map });
  maps[0]?.end({ ended: 'finished' });
  await ended;
  expect(mapStore.getState()).toMatchObject({ status: 'finished', maps: [map, null] });
});

test('another device is told, and a run that was replaced is not heard', async () => {
  const { maps, runner, ended } = await started();
  const report = { ...fakeDevice, description: 'another' };
  maps[0]?.emit({ type: 'deviceChanged', device: report });
  expect(mapStore.getState().run?.device).toEqual(report);
  const again = runner.start();
  maps[0]?.emit({ type: 'map', place: 1, map });
  maps[0]?.end({ ended: 'finished' });
  await ended;
  expect(mapStore.getState()).toMatchObject({ status: 'running', maps: [null, null] });
  await runner.stop();
  await again;
  expect(mapStore.getState().status).toBe('stopped');
});

test('one runner serves an engine', () => {
  const { engine } = fakeEngine();
  expect(mapRunnerOf(engine)).toBe(mapRunnerOf(engine));
});
