// Commands of the race, on an engine in memory.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { controlsStore, defaultControls } from './controls';
import { deviceStore } from './device';
import { fakeDevice, fakeEngine } from './fakeEngine.test-support';
import { noRace, raceStore } from './race';
import { formulaBytes, raceRequestOf } from './raceRequest';
import { createRunner } from './runner';

beforeEach(() => {
  vi.useFakeTimers();
  controlsStore.setState(defaultControls('llama3.1-8b'), true);
  raceStore.setState(noRace, true);
  deviceStore.setState({ device: { status: 'asking' } });
});
afterEach(() => {
  vi.useRealTimers();
});

async function started(report = fakeDevice) {
  const fake = fakeEngine(report);
  const runner = createRunner(fake.engine);
  await runner.askDevice();
  const start = async () => {
    const request = raceRequestOf(controlsStore.getState(), report.runsOn);
    if (request) await runner.race.start(request);
  };
  return { ...fake, race: runner.race, start, ended: start() };
}

const round = (context: number) =>
  ({ type: 'round', round: 0, context, laps: [], racedMs: 3 }) as const;

test('asks for every variant shown, as far and as fast as the controls say', async () => {
  controlsStore.setState({
    raceFrom: 100,
    raceUntil: 300,
    raceTokens: '16',
    shown: ['gqa', 'mla'],
  });
  const { races, paces } = await started();
  expect(races[0]?.request).toMatchObject({
    from: 100,
    until: 300,
    besideCpu: false,
    contenders: [{ variantId: 'gqa' }, { variantId: 'mla', mode: 'absorbed' }],
  });
  expect(races[0]?.madeFor).toEqual(fakeDevice);
  expect(paces).toEqual([{ paused: false, tokensPerRound: 16 }]);
});

test('the CPU runs beside a GPU where that is wanted, and alone where there is none', async () => {
  controlsStore.setState({ raceOn: 'both' });
  expect((await started()).races[0]?.request.besideCpu).toBe(true);
  raceStore.setState(noRace, true);
  const alone = await started({ ...fakeDevice, runsOn: 'cpu', reason: 'unsupported' });
  expect(alone.races[0]?.request.besideCpu).toBe(false);
});

test('nobody races where the race would end before it begins', async () => {
  controlsStore.setState({ raceFrom: 4096, raceUntil: 4096 });
  const { races } = await started();
  expect(races).toEqual([]);
  expect(raceStore.getState().status).toBe('idle');
});

test('events arrive in batches ten times a second', async () => {
  const { races } = await started();
  races[0]?.emit(round(513));
  races[0]?.emit(round(514));
  expect(raceStore.getState().context).toBeNull();
  vi.advanceTimersByTime(100);
  expect(raceStore.getState()).toMatchObject({ status: 'racing', context: 514 });
});

test('rests, goes on and changes its pace while it runs', async () => {
  const { races, paces, race } = await started();
  races[0]?.emit(round(513));
  vi.advanceTimersByTime(100);
  await race.pause();
  expect(raceStore.getState().status).toBe('paused');
  controlsStore.setState({ raceTokens: '64' });
  await race.repace();
  await race.goOn();
  expect(raceStore.getState().status).toBe('racing');
  expect(paces.slice(1)).toEqual([
    { paused: true, tokensPerRound: 4 },
    { paused: true, tokensPerRound: 64 },
    { paused: false, tokensPerRound: 64 },
  ]);
});

test('a pace that nobody races at is not sent', async () => {
  const { engine, paces } = fakeEngine();
  await createRunner(engine).race.repace();
  expect(paces).toEqual([]);
});

test('a stop ends it, with everything that was told before', async () => {
  const { races, race, ended } = await started();
  races[0]?.emit(round(600));
  await race.stop();
  await ended;
  expect(raceStore.getState()).toMatchObject({ status: 'stopped', context: 600, failure: null });
});

test('a stop also ends a race that rests', async () => {
  const { races, race, ended } = await started();
  races[0]?.emit(round(600));
  vi.advanceTimersByTime(100);
  await race.pause();
  await race.stop();
  await ended;
  expect(raceStore.getState().status).toBe('stopped');
});

test('what is told of a race that another has replaced is dropped', async () => {
  const { races, start } = await started();
  void start();
  races[0]?.emit(round(900));
  vi.advanceTimersByTime(100);
  expect(raceStore.getState().context).toBeNull();
});

test('a failure of the whole race is kept with its reason', async () => {
  const { races, ended } = await started();
  const failure = { code: 'deviceLost', message: 'unplugged' } as const;
  races[0]?.end({ ended: 'failed', failure });
  await ended;
  expect(raceStore.getState()).toMatchObject({ status: 'failed', failure });
});

test('bytes of a token are the formula’s: of the format asked for, or f32 on the CPU', async () => {
  const { races } = await started();
  const request = races[0]?.request;
  if (!request) throw new Error('no race');
  // Llama-3.1-8B: 8 kv heads of 128, K and V, in f16.
  const gqa = { variantId: 'gqa', mode: 'cached' };
  expect(formulaBytes(request, { ...gqa, ranOn: 'gpu' })).toBe(2 * 8 * 128 * 2);
  expect(formulaBytes(request, { ...gqa, ranOn: 'cpu' })).toBe(2 * 8 * 128 * 4);
});
