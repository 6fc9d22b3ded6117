// An engine in memory for tests: it says what it is told to and measures nothing.

import type {
  DecodeRequest,
  DeviceListener,
  DeviceReport,
  Engine,
  MeasuredPoint,
  OnRaceEvent,
  RacePace,
  RaceRequest,
  RunEvent,
  RunOutcome,
  TuningEvent,
} from '../engine/protocol';

export const fakeDevice: DeviceReport = {
  runsOn: 'gpu',
  vendor: 'test',
  architecture: 'paper',
  description: '',
  software: true,
  timer: 'timestamps',
  features: [],
  maxBufferBytes: 2 ** 28,
  maxBindingBytes: 2 ** 27,
};

export const fakePoint = (variantId: string, context: number, medianNs: number): MeasuredPoint => ({
  variantId,
  mode: 'cached',
  context,
  batch: 1,
  format: 'f32',
  scope: 'attentionOnly',
  ranOn: 'gpu',
  timer: 'timestamps',
  medianNs,
  q1Ns: medianNs * 0.9,
  q3Ns: medianNs * 1.2,
  samplesNs: [medianNs],
  stepsPerSample: 3,
  parts: 1,
  resolutionNs: 100,
  firstNs: medianNs * 9,
  firstCompiled: true,
  rotatedBytes: 256e6,
  cold: true,
  compulsoryBytes: 1000,
  flops: 2000,
  actualBytes: 1500,
});

/** A run that the test drives: `emit` sends events, `end` resolves it. */
export interface FakeRun {
  readonly request: DecodeRequest;
  readonly madeFor: DeviceReport | undefined;
  readonly emit: (event: RunEvent) => void;
  readonly end: (outcome: RunOutcome) => void;
}

/** A race that the test drives. */
export interface FakeRace {
  readonly request: RaceRequest;
  readonly madeFor: DeviceReport | undefined;
  readonly emit: OnRaceEvent;
  readonly end: (outcome: RunOutcome) => void;
}

/** A tuning that the test drives. */
export interface FakeTuning {
  readonly request: DecodeRequest;
  readonly emit: (event: TuningEvent) => void;
  readonly end: (outcome: RunOutcome) => void;
}

export function fakeEngine(device: DeviceReport | Error = fakeDevice) {
  const runs: FakeRun[] = [];
  const races: FakeRace[] = [];
  /** Each pace that a race was given, the first one included. */
  const paces: RacePace[] = [];
  const tunings: FakeTuning[] = [];
  let listener: DeviceListener = () => {};
  const engine: Engine = {
    device: () => (device instanceof Error ? Promise.reject(device) : Promise.resolve(device)),
    onDevice: (next) => {
      listener = next;
      return Promise.resolve();
    },
    runDecode: (request, emit, madeFor) =>
      new Promise((end) => {
        runs.push({ request, madeFor, emit, end });
      }),
    race: (request, pace, emit, madeFor) =>
      new Promise((end) => {
        paces.push(pace);
        races.push({ request, madeFor, emit, end });
      }),
    setPace: (pace) => {
      paces.push(pace);
      return Promise.resolve();
    },
    tune: (request, emit) => new Promise((end) => tunings.push({ request, emit, end })),
    stop: () => {
      runs.at(-1)?.end({ ended: 'stopped' });
      races.at(-1)?.end({ ended: 'stopped' });
      return Promise.resolve();
    },
    dispose: () => Promise.resolve(),
  };
  return {
    engine,
    runs,
    races,
    paces,
    tunings,
    tellDevice: (report: DeviceReport) => listener(report),
  };
}
