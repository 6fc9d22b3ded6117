// Commands of the race: start, rest, go on, another pace, stop. Joins its store to the engine.

import type { Engine, OnRaceEvent, RaceRequest } from '../engine/protocol';
import { createAttempts } from './attempts';
import { controlsStore } from './controls';
import { deviceStore, showDevice } from './device';
import { createEventBatch } from './eventBatch';
import { modelOf } from './modelShape';
import { afterRaceEvents, noRace, raceStore } from './race';
import { withTuned } from './tuning';

/** Ten times a second is as often as figures can be read, and leaves the main thread free. */
const flushMs = 100;

export interface RaceRunner {
  /** Resolves when the race has ended, however it ended; at once where the device is not known. */
  start(request: RaceRequest): Promise<void>;
  pause(): Promise<void>;
  goOn(): Promise<void>;
  /** Gives the race the pace that the controls say. */
  repace(): Promise<void>;
  stop(): Promise<void>;
}

type Told = Parameters<OnRaceEvent>[0];

export function createRaceRunner(engine: Engine): RaceRunner {
  const attempts = createAttempts();
  const batch = createEventBatch<Told>(flushMs, (events) =>
    raceStore.setState((race) => afterRaceEvents(race, events)),
  );

  function receive(event: Told): void {
    if (event.type === 'deviceChanged') showDevice(event.device);
    batch.add(event);
  }

  const paceNow = (paused: boolean) => ({
    paused,
    tokensPerRound: Number(controlsStore.getState().raceTokens),
  });

  const isOn = () => ['preparing', 'racing', 'paused'].includes(raceStore.getState().status);

  return {
    async start(request) {
      const { device } = deviceStore.getState();
      if (device.status !== 'known') return;
      const { report } = device;
      batch.clear();
      const { name: model } = modelOf(controlsStore.getState());
      raceStore.setState(
        { ...noRace, status: 'preparing', run: { model, request, device: report } },
        true,
      );
      const outcome = await attempts.run<Told>(
        (onEvent) => engine.race(withTuned(request), paceNow(false), onEvent, report),
        receive,
      );
      if (!outcome) return;
      batch.flush();
      raceStore.setState({
        status: outcome.ended,
        failure: outcome.failure ?? null,
        preparing: null,
      });
    },

    async pause() {
      if (raceStore.getState().status !== 'racing') return;
      raceStore.setState({ status: 'paused' });
      await engine.setPace(paceNow(true));
    },

    async goOn() {
      if (raceStore.getState().status !== 'paused') return;
      raceStore.setState({ status: 'racing' });
      await engine.setPace(paceNow(false));
    },

    async repace() {
      if (isOn()) await engine.setPace(paceNow(raceStore.getState().status === 'paused'));
    },

    async stop() {
      if (!isOn()) return;
      raceStore.setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}
