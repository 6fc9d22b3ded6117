// Commands: look at the device, measure its limits, stop that. Joins the store to the engine.

import type { CeilingEvent, Engine, Examination } from '../engine/protocol';
import { createAttempts } from './attempts';
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

export function createCeilingRunner(engine: Engine): CeilingRunner {
  const attempts = createAttempts();
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
      ceilingStore.setState({ status: 'measuring', fraction: 0, failure: null });
      const outcome = await attempts.run<CeilingEvent>(
        (onEvent) => engine.measureCeilings(onEvent),
        (event) => {
          if (event.type === 'progress') ceilingStore.setState({ fraction: event.fraction });
          else ceilingStore.setState({ measured: { ceilings: event.ceilings, device: report } });
        },
      );
      if (!outcome) return;
      ceilingStore.setState({ status: outcome.ended, failure: outcome.failure ?? null });
    },

    async stop() {
      if (ceilingStore.getState().status !== 'measuring') return;
      ceilingStore.setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}
