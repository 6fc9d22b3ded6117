// Commands of the race: start, rest, go on, another pace, stop. Joins its store to the engine.

import type { Engine, OnRaceEvent, RaceRequest } from '../engine/protocol';
import { controlsStore } from './controls';
import { deviceStore, showDevice } from './device';
import { modelOf } from './modelShape';
import { afterRaceEvents, noRace, raceStore } from './race';
import { tuningStore } from './tuning';

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

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export function createRaceRunner(engine: Engine): RaceRunner {
  let waiting: Parameters<OnRaceEvent>[0][] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Events of a race that another has replaced are dropped.
  let current = 0;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0) raceStore.setState((race) => afterRaceEvents(race, events));
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
      const mine = ++current;
      waiting = [];
      const { tuned } = tuningStore.getState();
      const run = { model: modelOf(controlsStore.getState()).name, request, device: device.report };
      raceStore.setState({ ...noRace, status: 'preparing', run }, true);
      const onEvent: OnRaceEvent = (event) => {
        if (mine !== current) return;
        if (event.type === 'deviceChanged') showDevice(event.device);
        waiting.push(event);
        timer ??= setTimeout(flush, flushMs);
      };
      try {
        const asked = tuned.length > 0 ? { ...request, tuned } : request;
        const outcome = await engine.race(asked, paceNow(false), onEvent, device.report);
        if (mine !== current) return;
        flush();
        const failure = outcome.failure ?? null;
        raceStore.setState({ status: outcome.ended, failure, preparing: null });
      } catch (error) {
        if (mine !== current) return;
        flush();
        const failure = { code: 'internal', message: messageOf(error) } as const;
        raceStore.setState({ status: 'failed', failure, preparing: null });
      }
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
