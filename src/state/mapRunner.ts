// Commands: make two attention maps, stop. Joins their store to the engine.

import type { Engine, OnMapEvent } from '../engine/protocol';
import { afterMapEvent, mapStore, noMaps } from './attentionMap';
import { controlsStore } from './controls';
import { deviceStore, showDevice } from './device';
import { mapSidesOf } from './mapSides';

export interface MapRunner {
  /** Resolves when both maps are there, or could not be had. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function createMapRunner(engine: Engine): MapRunner {
  // Events of a run that another has replaced are dropped.
  let current = 0;
  return {
    async start() {
      const { device } = deviceStore.getState();
      const { request } = mapSidesOf(controlsStore.getState());
      if (device.status !== 'known' || !request) return;
      const mine = ++current;
      const run = { request, device: device.report };
      mapStore.setState({ ...noMaps, status: 'running', run }, true);
      const onEvent: OnMapEvent = (event) => {
        if (mine !== current) return;
        if (event.type !== 'deviceChanged') {
          mapStore.setState((look) => afterMapEvent(look, event));
          return;
        }
        showDevice(event.device);
        mapStore.setState({ run: { request, device: event.device } });
      };
      try {
        const outcome = await engine.runMap(request, onEvent, device.report);
        if (mine !== current) return;
        mapStore.setState({ status: outcome.ended, failure: outcome.failure ?? null });
      } catch (error) {
        if (mine !== current) return;
        const failure = { code: 'internal', message: messageOf(error) } as const;
        mapStore.setState({ status: 'failed', failure });
      }
    },

    async stop() {
      if (mapStore.getState().status !== 'running') return;
      mapStore.setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}

const runners = new WeakMap<Engine, MapRunner>();

/** The same one for the same engine. */
export function mapRunnerOf(engine: Engine): MapRunner {
  const known = runners.get(engine);
  if (known) return known;
  const made = createMapRunner(engine);
  runners.set(engine, made);
  return made;
}
