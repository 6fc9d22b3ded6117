// Commands: ask for the device, run, stop. Joins the stores to the engine.

import type {
  DecodeRequest,
  DeviceReport,
  Engine,
  OnTuningEvent,
  RunEvent,
  RunOutcome,
} from '../engine/protocol';
import { controlsStore } from './controls';
import { requestOf } from './decode';
import { deviceStore } from './device';
import { modelOf } from './modelShape';
import { afterEvents, noResults, resultsStore } from './results';
import { createRaceRunner, type RaceRunner } from './raceRunner';
import type { TokenRunner } from './tokenRunner';
import { keepTuned, tuningStore } from './tuning';

/** Ten times a second is as often as a chart can be read, and leaves the main thread free. */
const flushMs = 100;

export interface Runner {
  /** Fills the device store, and from then on keeps it true. */
  askDevice(): Promise<void>;
  /** Resolves when the run has ended, however it ended. */
  start(): Promise<void>;
  /** Tunes the kernels for what a run would measure now, and keeps what it finds. Tells each event. */
  tune(onEvent: OnTuningEvent): Promise<RunOutcome>;
  stop(): Promise<void>;
  readonly race: RaceRunner;
  /** Loaded when the anatomy is opened. */
  token(): Promise<TokenRunner>;
}

/** Runs start from what was tuned, where something was. */
function withTuned(request: DecodeRequest): DecodeRequest {
  const { tuned } = tuningStore.getState();
  return tuned.length > 0 ? { ...request, tuned } : request;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export function createRunner(engine: Engine): Runner {
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Events of a run that another has replaced are dropped.
  let current = 0;
  let tokens: Promise<TokenRunner> | undefined;

  const showDevice = (report: DeviceReport) =>
    deviceStore.setState({ device: { status: 'known', report } });

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0) resultsStore.setState((results) => afterEvents(results, events));
  }

  function receive(event: RunEvent): void {
    if (event.type === 'deviceChanged') showDevice(event.device);
    // Of successive progress only the last is worth showing.
    if (event.type === 'progress') waiting = waiting.filter(({ type }) => type !== 'progress');
    waiting.push(event);
    timer ??= setTimeout(flush, flushMs);
  }

  return {
    async askDevice() {
      try {
        await engine.onDevice(showDevice);
        showDevice(await engine.device());
      } catch (error) {
        deviceStore.setState({ device: { status: 'failed', message: messageOf(error) } });
      }
    },

    async start() {
      const { device } = deviceStore.getState();
      if (device.status !== 'known') return;
      const controls = controlsStore.getState();
      const request = requestOf(controls, device.report.runsOn);
      if (!request) return;
      const mine = ++current;
      waiting = [];
      const run = { model: modelOf(controls).name, request, device: device.report };
      resultsStore.setState({ ...noResults, status: 'running', run }, true);
      try {
        const onEvent = (event: RunEvent) => {
          if (mine === current) receive(event);
        };
        const outcome = await engine.runDecode(withTuned(request), onEvent, device.report);
        if (mine !== current) return;
        flush();
        const failure = outcome.failure ?? null;
        resultsStore.setState({ status: outcome.ended, failure, progress: null });
      } catch (error) {
        if (mine !== current) return;
        flush();
        const failure = { code: 'internal', message: messageOf(error) } as const;
        resultsStore.setState({ status: 'failed', failure, progress: null });
      }
    },

    async tune(onEvent) {
      const { device } = deviceStore.getState();
      const runsOn = device.status === 'known' ? device.report.runsOn : 'cpu';
      const request = requestOf(controlsStore.getState(), runsOn);
      // Kernels are a device's.
      if (!request || runsOn === 'cpu') return { ended: 'finished' };
      return engine.tune(request, (event) => {
        if (event.type === 'tuned') keepTuned([event.tuned]);
        onEvent(event);
      });
    },

    async stop() {
      if (resultsStore.getState().status !== 'running') return;
      resultsStore.setState({ status: 'stopping' });
      await engine.stop();
    },

    race: createRaceRunner(engine),
    token: () =>
      (tokens ??= import('./tokenRunner').then((module) => module.createTokenRunner(engine))),
  };
}
