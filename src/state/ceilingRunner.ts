// Commands: look at the device, measure its limits, stop that. Joins the store to the engine.

import type { Engine, Examination } from '../engine/protocol';
import { ceilingStore } from './ceilings';
import { controlsStore } from './controls';
import { requestOf } from './decode';
import { deviceStore } from './device';

export interface CeilingRunner {
  /** Holds the device's limits against what a run would ask for now. */
  examine(): Promise<Examination>;
  /** Resolves when it has ended, however it ended. Nothing happens where there is no GPU. */
  measure(): Promise<void>;
  stop(): Promise<void>;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export function createCeilingRunner(engine: Engine): CeilingRunner {
  // Events of a measurement that another has replaced are dropped.
  let current = 0;
  return {
    examine() {
      const { device } = deviceStore.getState();
      const runsOn = device.status === 'known' ? device.report.runsOn : 'cpu';
      return engine.examine(requestOf(controlsStore.getState(), runsOn));
    },

    async measure() {
      const { device } = deviceStore.getState();
      if (device.status !== 'known' || device.report.runsOn === 'cpu') return;
      const { report } = device;
      const mine = ++current;
      ceilingStore.setState({ status: 'measuring', fraction: 0, failure: null });
      try {
        const outcome = await engine.measureCeilings((event) => {
          if (mine !== current) return;
          if (event.type === 'progress') ceilingStore.setState({ fraction: event.fraction });
          else {
            ceilingStore.setState({ measured: { ceilings: event.ceilings, device: report } });
          }
        });
        if (mine !== current) return;
        ceilingStore.setState({ status: outcome.ended, failure: outcome.failure ?? null });
      } catch (error) {
        if (mine !== current) return;
        const failure = { code: 'internal', message: messageOf(error) } as const;
        ceilingStore.setState({ status: 'failed', failure });
      }
    },

    async stop() {
      if (ceilingStore.getState().status !== 'measuring') return;
      ceilingStore.setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}
