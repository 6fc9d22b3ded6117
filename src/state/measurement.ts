// One run on the engine and the store that it fills: batched events, one run at a time, stopped at will.

import type { StoreApi } from 'zustand/vanilla';
import type { DecodeRequest, Engine, RunEvent } from '../engine/protocol';
import { controlsStore } from './controls';
import { deviceStore, showDevice } from './device';
import { modelOf } from './modelShape';
import { afterEvents, noResults, type Results } from './results';
import { tuningStore } from './tuning';

/** Five times a second is as often as a chart can be read, and leaves the main thread free beside a software GPU. */
const flushMs = 200;

export interface Measurement {
  /** Resolves when the run has ended, however it ended; at once where the device is not known. */
  start(request: DecodeRequest): Promise<void>;
  stop(): Promise<void>;
}

/** Runs start from what was tuned, where something was. */
function withTuned(request: DecodeRequest): DecodeRequest {
  const { tuned } = tuningStore.getState();
  return tuned.length > 0 ? { ...request, tuned } : request;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export function createMeasurement(engine: Engine, store: StoreApi<Results>): Measurement {
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Events of a run that another has replaced are dropped.
  let current = 0;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0) store.setState((results) => afterEvents(results, events));
  }

  function receive(event: RunEvent): void {
    if (event.type === 'deviceChanged') showDevice(event.device);
    // Of successive progress only the last is worth showing.
    if (event.type === 'progress') waiting = waiting.filter(({ type }) => type !== 'progress');
    waiting.push(event);
    timer ??= setTimeout(flush, flushMs);
  }

  return {
    async start(request) {
      const { device } = deviceStore.getState();
      if (device.status !== 'known') return;
      const mine = ++current;
      waiting = [];
      const { name: model } = modelOf(controlsStore.getState());
      const run = { model, request, device: device.report };
      store.setState({ ...noResults, status: 'running', run }, true);
      try {
        const onEvent = (event: RunEvent) => {
          if (mine === current) receive(event);
        };
        const outcome = await engine.runDecode(withTuned(request), onEvent, device.report);
        if (mine !== current) return;
        flush();
        const failure = outcome.failure ?? null;
        store.setState({ status: outcome.ended, failure, progress: null });
      } catch (error) {
        if (mine !== current) return;
        flush();
        const failure = { code: 'internal', message: messageOf(error) } as const;
        store.setState({ status: 'failed', failure, progress: null });
      }
    },

    async stop() {
      if (store.getState().status !== 'running') return;
      store.setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}
