// An engine in memory for tests: it says what it is told to and measures nothing.

import type {
  CeilingEvent,
  DecodeRequest,
  DeviceListener,
  DeviceReport,
  Engine,
  Examination,
  MeasuredPoint,
  OnRaceEvent,
  OnTrialEvent,
  OnTokenEvent,
  RacePace,
  RaceRequest,
  RunEvent,
  RunOutcome,
  ShaderRequest,
  ShownStep,
  TrialRequest,
  TokenRequest,
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

export const fakeExamination: Examination = {
  device: fakeDevice,
  thread: 'worker',
  crossOriginIsolated: true,
  processorThreads: 6,
  cpuThreads: 5,
  clockStepNs: 100,
  features: [
    { name: 'timestamp-query', offered: true, granted: true },
    { name: 'shader-f16', offered: false, granted: false },
  ],
  limits: [
    {
      name: 'maxBufferSize',
      raised: true,
      offered: 2 ** 28,
      granted: 2 ** 28,
      need: { amount: 3_000_064, by: 'k' },
    },
    {
      name: 'maxComputeWorkgroupsPerDimension',
      raised: false,
      offered: null,
      granted: 65535,
      need: { amount: 70_001, by: '5_attend_decode' },
    },
  ],
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

/** A trial that the test drives. */
export interface FakeTrial {
  readonly request: TrialRequest;
  readonly emit: OnTrialEvent;
  readonly end: (outcome: RunOutcome) => void;
}

/** What is asked to be shown, and answered by the test. */
export interface FakeShown {
  readonly request: ShaderRequest;
  readonly answer: (step: ShownStep) => void;
}

/** A look into one token that the test drives. */
export interface FakeToken {
  readonly request: TokenRequest;
  readonly madeFor: DeviceReport | undefined;
  readonly emit: OnTokenEvent;
  readonly end: (outcome: RunOutcome) => void;
}

/** A tuning that the test drives. */
export interface FakeTuning {
  readonly request: DecodeRequest;
  readonly emit: (event: TuningEvent) => void;
  readonly end: (outcome: RunOutcome) => void;
}

/** A measurement of ceilings that the test drives. */
export interface FakeMeasurement {
  readonly emit: (event: CeilingEvent) => void;
  readonly end: (outcome: RunOutcome) => void;
}

export function fakeEngine(device: DeviceReport | Error = fakeDevice) {
  const runs: FakeRun[] = [];
  const races: FakeRace[] = [];
  /** Each pace that a race was given, the first one included. */
  const paces: RacePace[] = [];
  const tunings: FakeTuning[] = [];
  const trials: FakeTrial[] = [];
  const shown: FakeShown[] = [];
  const measurements: FakeMeasurement[] = [];
  /** What limits were held against. */
  const examined: (DecodeRequest | null)[] = [];
  const tokens: FakeToken[] = [];
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
    shaders: (request) => new Promise((answer) => shown.push({ request, answer })),
    fetchAhead: () => Promise.resolve(),
    offersTrials: () => Promise.resolve(true),
    tryShader: (request, emit) => new Promise((end) => trials.push({ request, emit, end })),
    stopTrial: () => {
      trials.at(-1)?.end({ ended: 'stopped' });
      return Promise.resolve();
    },
    examine: (request) => {
      examined.push(request);
      return Promise.resolve(fakeExamination);
    },
    measureCeilings: (emit) => new Promise((end) => measurements.push({ emit, end })),
    runToken: (request, emit, madeFor) =>
      new Promise((end) => tokens.push({ request, madeFor, emit, end })),
    stop: () => {
      measurements.at(-1)?.end({ ended: 'stopped' });
      runs.at(-1)?.end({ ended: 'stopped' });
      races.at(-1)?.end({ ended: 'stopped' });
      tokens.at(-1)?.end({ ended: 'stopped' });
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
    trials,
    shown,
    measurements,
    examined,
    tokens,
    tellDevice: (report: DeviceReport) => listener(report),
  };
}
