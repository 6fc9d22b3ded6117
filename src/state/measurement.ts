// One run on the engine and the store that it fills: batched events, one run at a time, stopped at will.

import type { StoreApi } from 'zustand/vanilla';
import type { DecodeRequest, Engine, RunEvent } from '../engine/protocol';
import { createAttempts } from './attempts';
import { controlsStore } from './controls';
import { deviceStore, showDevice } from './device';
import { createEventBatch } from './eventBatch';
import { modelOf } from './modelShape';
import { afterEvents, noResults, type Results } from './results';
import { withTuned } from './tuning';

/** Five times a second is as often as a chart can be read, and leaves the main thread free beside a software GPU. */
const flushMs = 200;

export interface Measurement {
  /** Resolves when the run has ended, however it ended; at once where the device is not known. */
  start(request: DecodeRequest): Promise<void>;
  stop(): Promise<void>;
}

export function createMeasurement(engine: Engine, store: StoreApi<Results>): Measurement {
  const attempts = createAttempts();
  const batch = createEventBatch<RunEvent>(flushMs, (events) =>
    store.setState((results) => afterEvents(results, events)),
  );

  function receive(event: RunEvent): void {
    if (event.type === 'deviceChanged') showDevice(event.device);
    // Of successive progress only the last is worth showing.
    const isProgress = ({ type }: RunEvent) => type === 'progress';
    batch.add(event, isProgress(event) ? isProgress : undefined);
  }

  return {
    async start(request) {
      const { device } = deviceStore.getState();
      if (device.status !== 'known') return;
      const { report } = device;
      batch.clear();
      const { name: model } = modelOf(controlsStore.getState());
      store.setState(
        { ...noResults, status: 'running', run: { model, request, device: report } },
        true,
      );
      const outcome = await attempts.run<RunEvent>(
        (onEvent) => engine.runDecode(withTuned(request), onEvent, report),
        receive,
      );
      if (!outcome) return;
      batch.flush();
      store.setState({ status: outcome.ended, failure: outcome.failure ?? null, progress: null });
    },

    async stop() {
      if (store.getState().status !== 'running') return;
      store.setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}
