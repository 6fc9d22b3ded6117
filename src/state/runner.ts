// Commands: ask for the device, run, race, tune, stop. Joins the stores to the engine.

import type { Engine, OnTuningEvent, RunOutcome } from '../engine/protocol';
import { messageOf } from './attempts';
import { controlsStore } from './controls';
import { requestOf } from './decode';
import { deviceStore, showDevice } from './device';
import { createMeasurement } from './measurement';
import { createRaceRunner, type RaceRunner } from './raceRunner';
import { resultsStore } from './results';
import type { TokenRunner } from './tokenRunner';
import { keepTuned } from './tuning';

export interface Runner {
  /** Fills the device store, and from then on keeps it true. */
  askDevice(): Promise<void>;
  /** Measures what the controls say. Resolves when the run has ended, however it ended. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Tunes the kernels for what a run would measure now, and keeps what it finds. Tells each event. */
  tune(onEvent: OnTuningEvent): Promise<RunOutcome>;
  readonly race: RaceRunner;
  /** For what is loaded late and has commands of its own. */
  readonly engine: Engine;
  /** One token, read tensor by tensor. Loaded when it is asked for. */
  token(): Promise<TokenRunner>;
}

export function createRunner(engine: Engine): Runner {
  const decode = createMeasurement(engine, resultsStore);
  let token: Promise<TokenRunner> | undefined;
  const runsOn = () => {
    const { device } = deviceStore.getState();
    return device.status === 'known' ? device.report.runsOn : null;
  };
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
      const where = runsOn();
      const request = where && requestOf(controlsStore.getState(), where);
      if (request) await decode.start(request);
    },

    stop: () => decode.stop(),

    async tune(onEvent) {
      const request = requestOf(controlsStore.getState(), runsOn() ?? 'cpu');
      // Kernels are a device's.
      if (!request || runsOn() !== 'gpu') return { ended: 'finished' };
      return engine.tune(request, (event) => {
        if (event.type === 'tuned') keepTuned([event.tuned]);
        onEvent(event);
      });
    },

    race: createRaceRunner(engine),
    engine,

    token: () =>
      (token ??= import('./tokenRunner').then((module) => module.createTokenRunner(engine))),
  };
}
