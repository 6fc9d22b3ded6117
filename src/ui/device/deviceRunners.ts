// The commands of the report about the device, one of each for an engine, however often the dialog is opened.

import type { Engine } from '../../engine/protocol';
import { createCeilingRunner, type CeilingRunner } from '../../state/ceilingRunner';
import type { Runner } from '../../state/runner';
import { createTuningRunner, type TuningRunner } from '../../state/tuningRunner';
import { useRunner } from '../runnerContext';

interface DeviceRunners {
  readonly ceilings: CeilingRunner;
  readonly tuner: TuningRunner;
}

const made = new WeakMap<Engine, DeviceRunners>();

function runnersOf(runner: Runner): DeviceRunners {
  const { engine } = runner;
  const known = made.get(engine);
  if (known) return known;
  const runners = {
    ceilings: createCeilingRunner(engine),
    tuner: createTuningRunner(engine, (onEvent) => runner.tune(onEvent)),
  };
  made.set(engine, runners);
  return runners;
}

export const useDeviceRunners = (): DeviceRunners => runnersOf(useRunner());
