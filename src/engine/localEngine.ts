// The engine itself, on the thread it is made on: one run at a time, stopped within 200 ms, surviving a lost device.

import type { DecodeRequest } from '../bench/records';
import { Pacing } from '../bench/pacing';
import { DeviceLostError } from '../gpu/errors';
import { DeviceSession, reportOf, type NoDevice, type OpenDevice } from './deviceSession';
import { Gate } from './gate';
import type {
  DeviceListener,
  CeilingEvent,
  DeviceReport,
  Engine,
  Examination,
  OnCeilingEvent,
  OnEvent,
  OnRaceEvent,
  OnTrialEvent,
  OnTokenEvent,
  OnTuningEvent,
  RacePace,
  RaceRequest,
  RunEvent,
  RunFailure,
  RunOutcome,
  ShaderRequest,
  ShownStep,
  TrialEvent,
  TrialRequest,
  TokenRequest,
  TuningEvent,
} from './protocol';

/** How long a run may take to end by itself after a stop; then the device is dropped under it. */
const stopGraceMs = 120;

/** How long a run may take to notice that the device is lost; then it is left behind. */
const lossGraceMs = 1000;

/** Samples of each ceiling: more than the quartiles need, and still about a second. */
const ceilingRounds = 9;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const sameDevice = (a: DeviceReport, b: DeviceReport): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** The kernels and their shaders: half of the engine's weight, of use only where there is a device. */
const gpuRuns = () => import('../bench/decodeGpu');

/** Loaded when somebody asks for it. */
const gpuTuning = () => import('../bench/tuning/tuneRequest');

/** The same for what a device does at most, and for what there is to know of it. */
const gpuCeilings = () => import('../bench/ceilings');
/** What is told of a device at length. */
const examinations = () => import('./examine');

/** The same for a race, on either. */
const races = () => import('../bench/raceOn');

/** What shows a step's shaders, and what tries them. */
const shownSteps = () => import('../bench/shownStep');
const trials = () => import('../bench/tryShader');
/** And for a look into one token. */
const tokens = () => import('../bench/tokenOn');

/** And the same in WebAssembly, where there is none. */
const cpuRuns = () => import('../bench/decodeCpu');

/** What is to be done on the device that there is, or an outcome without doing anything. */
type Work<Event> = (
  device: OpenDevice | NoDevice,
  signal: AbortSignal,
  emit: (event: Event) => void,
) => Promise<AsyncIterable<Event> | RunOutcome>;

interface Running {
  readonly outcome: Promise<RunOutcome>;
  readonly controller: AbortController;
  /** Ends the run for its caller, whatever it still does. */
  readonly leave: (outcome: RunOutcome) => void;
}

const notOpenedAgain = ({ detail }: NoDevice): RunOutcome => ({
  ended: 'failed',
  failure: { code: 'deviceLost', message: `it could not be opened again (${detail})` },
});

/** Tells of another device than the work was made for; how it ends, where that was a GPU and there is none. */
function refused(
  device: OpenDevice | NoDevice,
  madeFor: DeviceReport | undefined,
  emit: (event: Extract<RunEvent, { type: 'deviceChanged' }>) => void,
): RunOutcome | null {
  const report = reportOf(device);
  if (madeFor && !sameDevice(report, madeFor)) emit({ type: 'deviceChanged', device: report });
  return !('gpu' in device) && madeFor?.runsOn === 'gpu' ? notOpenedAgain(device) : null;
}

export class LocalEngine implements Engine {
  private running: Running | undefined;
  private latest = 0;
  private listener: DeviceListener | undefined;
  /** Of the race that began last. */
  private pacing: Pacing | undefined;

  constructor(private readonly session: DeviceSession = new DeviceSession()) {
    // Opened again at once, run or no run, so that the page knows where the next run will run.
    session.whenLost(() => void this.device().then((report) => this.listener?.(report)));
  }

  async device(): Promise<DeviceReport> {
    const device = await this.session.get();
    // Fetched before it is needed; where that fails, the run says so.
    await ('gpu' in device ? gpuRuns() : cpuRuns()).catch(() => null);
    return reportOf(device);
  }

  onDevice(listener: DeviceListener): Promise<void> {
    this.listener = listener;
    return Promise.resolve();
  }

  runDecode(request: DecodeRequest, onEvent: OnEvent, madeFor?: DeviceReport): Promise<RunOutcome> {
    return this.runAlone<RunEvent>(onEvent, async (device, signal, emit) => {
      const ended = refused(device, madeFor, emit);
      if (ended) return ended;
      if ('gpu' in device) return (await gpuRuns()).decodeOnGpu(device, request, signal);
      return (await cpuRuns()).decodeOnCpu(request, signal);
    });
  }

  race(
    request: RaceRequest,
    pace: RacePace,
    onEvent: OnRaceEvent,
    madeFor?: DeviceReport,
  ): Promise<RunOutcome> {
    const pacing = new Pacing(pace);
    return this.runAlone<Parameters<OnRaceEvent>[0]>(onEvent, async (device, signal, emit) => {
      this.pacing = pacing;
      const ended = refused(device, madeFor, emit);
      if (ended) return ended;
      return (await races()).raceOn('gpu' in device ? device : null, request, pacing, signal);
    });
  }

  setPace(pace: RacePace): Promise<void> {
    this.pacing?.set(pace);
    return Promise.resolve();
  }

  tune(request: DecodeRequest, onEvent: OnTuningEvent): Promise<RunOutcome> {
    return this.runAlone<TuningEvent>(onEvent, async (device, signal) =>
      'gpu' in device
        ? (await gpuTuning()).tuneRequest(device, request, signal)
        : { ended: 'finished' },
    );
  }

  async fetchAhead(): Promise<void> {
    await shownSteps();
  }

  async shaders(request: ShaderRequest): Promise<ShownStep | RunFailure> {
    const device = await this.session.get();
    const { shownStep } = await shownSteps();
    return shownStep('gpu' in device ? device.gpu : null, request);
  }

  /** This thread may be the page's. */
  offersTrials(): Promise<boolean> {
    return Promise.resolve(false);
  }

  tryShader(request: TrialRequest, onEvent: OnTrialEvent): Promise<RunOutcome> {
    return this.runAlone<TrialEvent>(onEvent, async (device, signal) =>
      'gpu' in device
        ? (await trials()).tryShader(device, request, signal)
        : { ended: 'failed', failure: { code: 'unsupported', message: device.detail } },
    );
  }

  stopTrial(): Promise<void> {
    return this.stop();
  }

  async examine(request: DecodeRequest | null): Promise<Examination> {
    const device = await this.session.get();
    return (await examinations()).examine(device, request);
  }

  measureCeilings(onEvent: OnCeilingEvent): Promise<RunOutcome> {
    return this.runAlone<CeilingEvent>(onEvent, async (device, signal, emit) => {
      if (!('gpu' in device)) return { ended: 'finished' };
      const { measureCeilings } = await gpuCeilings();
      const ceilings = await measureCeilings(device, {
        rounds: ceilingRounds,
        signal,
        onRound: (done) => emit({ type: 'progress', fraction: done / ceilingRounds }),
      });
      emit({ type: 'ceilings', ceilings });
      return { ended: 'finished' };
    });
  }

  runToken(
    request: TokenRequest,
    onEvent: OnTokenEvent,
    madeFor?: DeviceReport,
  ): Promise<RunOutcome> {
    return this.runAlone<Parameters<OnTokenEvent>[0]>(onEvent, async (device, signal, emit) => {
      const ended = refused(device, madeFor, emit);
      if (ended) return ended;
      return (await tokens()).tokenOn('gpu' in device ? device : null, request, signal);
    });
  }

  /** Ends what runs, then does the work. */
  private async runAlone<Event extends { readonly type: string }>(
    onEvent: (event: Event) => void,
    work: Work<Event>,
  ): Promise<RunOutcome> {
    const mine = ++this.latest;
    await this.endRunning();
    // Of several calls that waited for the same end, the last one runs, and none where a stop came after it.
    if (mine !== this.latest) return { ended: 'stopped' };
    const running = this.start(work, onEvent);
    this.running = running;
    const outcome = await running.outcome;
    if (this.running === running) this.running = undefined;
    return outcome;
  }

  stop(): Promise<void> {
    // A run that waits for another's end is not to begin.
    this.latest += 1;
    return this.endRunning();
  }

  async dispose(): Promise<void> {
    this.listener = undefined;
    await this.stop();
    this.session.close();
  }

  private async endRunning(): Promise<void> {
    const { running } = this;
    if (!running) return;
    running.controller.abort();
    const ended = running.outcome.then(() => true);
    if (await Promise.race([ended, sleep(stopGraceMs).then(() => false)])) return;
    // What was submitted cannot be called back, but the device that computes it can be dropped.
    this.session.discard();
    running.leave({ ended: 'stopped' });
    await running.outcome;
  }

  private start<Event extends { readonly type: string }>(
    work: Work<Event>,
    onEvent: (event: Event) => void,
  ): Running {
    const controller = new AbortController();
    const gate = new Gate(onEvent);
    let leave: Running['leave'] = () => {};
    const left = new Promise<RunOutcome>((resolve) => (leave = resolve));
    const run = this.run(work, gate, controller.signal, leave);
    const outcome = Promise.race([run, left]).finally(() => gate.close());
    return { outcome, controller, leave };
  }

  private async run<Event extends { readonly type: string }>(
    work: Work<Event>,
    { emit }: Gate<Event>,
    signal: AbortSignal,
    leave: Running['leave'],
  ): Promise<RunOutcome> {
    try {
      const device = await this.session.get();
      if ('gpu' in device) {
        void device.gpu.whenLost.then(async (message) => {
          await sleep(lossGraceMs);
          leave({ ended: 'failed', failure: { code: 'deviceLost', message } });
        });
      }
      signal.throwIfAborted();
      const events = await work(device, signal, emit);
      if ('ended' in events) return events;
      for await (const event of events) emit(event);
      return { ended: 'finished' };
    } catch (error) {
      if (signal.aborted) return { ended: 'stopped' };
      const code = error instanceof DeviceLostError ? 'deviceLost' : 'internal';
      return { ended: 'failed', failure: { code, message: messageOf(error) } };
    }
  }
}
