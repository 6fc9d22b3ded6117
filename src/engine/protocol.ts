// The messages between the page and the worker: types alone, so that the page can know them without any GPU code.

import type { CeilingEvent } from '../bench/ceilingRecords';
import type { RaceEvent, RacePace, RaceRequest } from '../bench/raceRecords';
import type { DecodeEvent, DecodeRequest, RunFailure } from '../bench/records';
import type { ShaderRequest, ShownStep, TrialEvent, TrialRequest } from '../bench/shaderRecords';
import type { TokenEvent, TokenRequest } from '../bench/tokenRecords';
import type { TuningEvent } from '../bench/tuning/records';

export type { CeilingEvent, MeasuredCeiling, MeasuredCeilings } from '../bench/ceilingRecords';
export type { RaceEvent, RacePace, RaceRequest, Racing, ToldLap } from '../bench/raceRecords';
export type {
  AgreementReport,
  Contender,
  DecodeRequest,
  MeasuredPoint,
  Place,
  RunFailure,
  SizedContender,
} from '../bench/records';
export type {
  Ratio,
  Rung,
  ShaderRequest,
  ShownDispatch,
  ShownStep,
  Times,
  Trial,
  TrialEvent,
  TrialRequest,
  TrialStage,
} from '../bench/shaderRecords';
export type { KernelChoice } from '../kernels/choices';
export type { Rejection, TunedKernels, TuningEvent } from '../bench/tuning/records';
export type { TensorReport, TokenEvent, TokenRequest } from '../bench/tokenRecords';

/** Why there is no GPU to run on; the page says it in words beside the Run button. */
export type NoGpuReason =
  | 'unsupported' // the browser has no navigator.gpu
  | 'insecureContext' // the page is not served over https or from localhost
  | 'noAdapter' // the browser has WebGPU but offers no adapter
  | 'noDevice' // the adapter refused a device
  | 'lostTooOften'; // the device was lost again and again

export interface DeviceReport {
  /** Where Run will run. */
  readonly runsOn: 'gpu' | 'cpu';
  /** That a run takes; present when `runsOn` is `cpu`. */
  readonly threads?: number;
  /** Present when `runsOn` is `cpu`. */
  readonly reason?: NoGpuReason;
  /** The browser's own message about it, untranslated, for the curious. */
  readonly detail?: string;
  /** What the browser tells of the adapter; may be empty, browsers hide it. */
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** A CPU that imitates a GPU (SwiftShader, llvmpipe): its speed is not a GPU's. */
  readonly software: boolean;
  readonly timer: 'timestamps' | 'wallClock';
  readonly features: readonly string[];
  /** The limits that decide what fits, granted. Bytes. */
  readonly maxBufferBytes: number;
  readonly maxBindingBytes: number;
}

export interface ExaminedFeature {
  /** As WebGPU names it. */
  readonly name: string;
  /** Whether the adapter has it. What it has of those that we know a use for is asked for. */
  readonly offered: boolean;
  readonly granted: boolean;
}

export interface ExaminedLimit {
  /** As WebGPU names it; bytes where the name says size or storage, else a count. */
  readonly name: string;
  /** Whether as much is asked for as the adapter offers; else WebGPU's default is. */
  readonly raised: boolean;
  /** Null where it was not asked for. */
  readonly offered: number | null;
  readonly granted: number;
  /** The most that a run asks for, with the kernel or the buffer that does; null where nothing can run. */
  readonly need: { readonly amount: number; readonly by: string } | null;
}

/** More of a device than a run needs to know: for whoever wants to know why it runs as it does. */
export interface Examination {
  readonly device: DeviceReport;
  /** The thread that the kernels are started from. */
  readonly thread: 'worker' | 'page';
  /** Whether memory may be shared between threads. */
  readonly crossOriginIsolated: boolean;
  /** That the browser tells of the processor. */
  readonly processorThreads: number;
  /** That kernels take on the CPU, here or beside a GPU. */
  readonly cpuThreads: number;
  /** The smallest step of the clock that times runs; null on the CPU, where each run finds it. */
  readonly clockStepNs: number | null;
  /** Of the GPU; none where there is none. */
  readonly features: readonly ExaminedFeature[];
  readonly limits: readonly ExaminedLimit[];
}

export type RunEvent =
  /** Progress at most ten times a second; everything else as it comes. */
  | DecodeEvent
  /** Comes first, where the run finds another device than the one that it was asked for on. */
  | { readonly type: 'deviceChanged'; readonly device: DeviceReport };

export interface RunOutcome {
  readonly ended: 'finished' | 'stopped' | 'failed';
  readonly failure?: RunFailure;
}

export type OnEvent = (event: RunEvent) => void;

/** As a run tells, so does a race where it finds another device than the one it was asked for on. */
export type OnRaceEvent = (event: RaceEvent | Extract<RunEvent, { type: 'deviceChanged' }>) => void;

/** The same of a look into one token. */
export type OnTokenEvent = (
  event: TokenEvent | Extract<RunEvent, { type: 'deviceChanged' }>,
) => void;

export type OnTuningEvent = (event: TuningEvent) => void;

export type OnTrialEvent = (event: TrialEvent) => void;
export type OnCeilingEvent = (event: CeilingEvent) => void;

export type DeviceListener = (device: DeviceReport) => void;

/** The worker, as the page sees it. One run, race, tuning or measurement at a time: a second call stops the first. */
export interface Engine {
  device(): Promise<DeviceReport>;
  /**
   * Names the one who is told of the device that follows a lost one, as soon as it is open or given up, whether or not
   * anything runs.
   */
  onDevice(listener: DeviceListener): Promise<void>;
  /**
   * @param madeFor the device that the request was made for, where that matters. A run that finds another tells so
   *   first. It goes on there, except where a request made for a GPU finds none: that run fails with `deviceLost`,
   *   because the CPU would take very long over a GPU's contexts, and its times answer another question. The page,
   *   told of the CPU, then offers a run of the CPU's size.
   */
  runDecode(request: DecodeRequest, onEvent: OnEvent, madeFor?: DeviceReport): Promise<RunOutcome>;
  /**
   * Lets all contenders decode token after token until their caches are full. It begins at the pace given, and follows
   * `setPace`. Where another device is found than `madeFor`, it tells so and goes as `runDecode` does.
   */
  race(
    request: RaceRequest,
    pace: RacePace,
    onEvent: OnRaceEvent,
    madeFor?: DeviceReport,
  ): Promise<RunOutcome>;
  /** From the next round of the race that runs; nothing where none does. */
  setPace(pace: RacePace): Promise<void>;
  /**
   * Measures which attention kernels serve the request's contenders best here, at most 1.5 s of the device's time
   * each. It tells what it found and keeps nothing: a later request brings it as `tuned`. Finishes at once where there
   * is no GPU.
   */
  tune(request: DecodeRequest, onEvent: OnTuningEvent): Promise<RunOutcome>;
  /** Loads what pages ask of it without a run, so that nothing is left to ask the network for. */
  fetchAhead(): Promise<void>;
  /** Links the shaders of one step as a run here would; nothing is compiled, and what runs goes on. */
  shaders(request: ShaderRequest): Promise<ShownStep | RunFailure>;
  /** Whether there is a worker apart in which somebody's own text can run: nowhere else is it tried. */
  offersTrials(): Promise<boolean>;
  /** Tries shaders apart from everything else that runs, one trial at a time: a second call ends the first. */
  tryShader(request: TrialRequest, onEvent: OnTrialEvent): Promise<RunOutcome>;
  /** Ends the trial with the worker that it runs in, at once; the next trial has another. */
  stopTrial(): Promise<void>;
  /** Looks at the device; nothing runs for it. `request` is what its limits are held against, where something can run. */
  examine(request: DecodeRequest | null): Promise<Examination>;
  /** Measures what the GPU does at most; about a second. Finishes at once where there is none. */
  measureCeilings(onEvent: OnCeilingEvent): Promise<RunOutcome>;
  /**
   * Runs one decode step of each contender and tells every tensor of the new token, each compared with float64. Where
   * another device is found than `madeFor`, it goes as `runDecode` does.
   */
  runToken(
    request: TokenRequest,
    onEvent: OnTokenEvent,
    madeFor?: DeviceReport,
  ): Promise<RunOutcome>;
  /** Resolves when nothing runs any more, within 200 ms. */
  stop(): Promise<void>;
  dispose(): Promise<void>;
}
