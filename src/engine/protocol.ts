// The messages between the page and the worker: types alone, so that the page can know them without any GPU code.

import type { Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import type { Scope } from '../attention/scope';
import type { Conventions } from '../attention/variant';

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

/** One variant in one mode, as a contender of a run. */
export interface Contender {
  readonly variantId: string;
  readonly mode: string;
}

/** Decode of one token against a growing context, for several variants in interleaved rounds. */
export interface DecodeRequest {
  readonly dims: Dims;
  readonly conventions: Conventions;
  readonly contenders: readonly Contender[];
  /** Cached tokens, the new one included; ascending. */
  readonly contexts: readonly number[];
  readonly batch: number;
  readonly format: FormatId;
  readonly scope: Scope;
  /** Samples of each point; at least 5. */
  readonly rounds: number;
  readonly seed: number;
}

/** One measured point with its circumstances. Times are of one decode step of one layer. */
export interface MeasuredPoint extends Contender {
  readonly context: number;
  readonly batch: number;
  readonly format: FormatId;
  readonly scope: Scope;
  readonly ranOn: 'gpu' | 'cpu';
  readonly timer: 'timestamps' | 'wallClock';
  readonly medianNs: number;
  readonly q1Ns: number;
  readonly q3Ns: number;
  /** One value per round, in the order measured. */
  readonly samplesNs: readonly number[];
  /** Decode steps in each sample. */
  readonly stepsPerSample: number;
  /** The first step of all, with compilation. */
  readonly firstNs: number;
  /** What any implementation must move and compute (src/price). */
  readonly compulsoryBytes: number;
  readonly flops: number;
  /** What these kernels move, as their schedule counts it. */
  readonly actualBytes: number;
}

/** A comparison with float64 on the same inputs. */
export interface AgreementReport extends Contender {
  readonly context: number;
  /** max |difference| / max |reference|, over all rows of the output. */
  readonly error: number;
  readonly bound: number;
  readonly agrees: boolean;
}

/** What went wrong, for the page to say in the reader's language. */
export type RunFailure =
  | { readonly code: 'doesNotFit'; readonly neededBytes: number; readonly limitBytes: number; readonly largestContext: number }
  | { readonly code: 'outOfMemory'; readonly neededBytes: number }
  | { readonly code: 'shader'; readonly file: string; readonly line: number; readonly message: string }
  | { readonly code: 'unsupported'; readonly message: string }
  | { readonly code: 'deviceLost'; readonly message: string }
  | { readonly code: 'internal'; readonly message: string };

export type RunEvent =
  | {
      readonly type: 'progress';
      /** Between 0 and 1. */
      readonly fraction: number;
      readonly stage: 'compile' | 'fill' | 'check' | 'measure';
      readonly variantId: string;
      readonly context: number;
    }
  | { readonly type: 'agreement'; readonly agreement: AgreementReport }
  | { readonly type: 'point'; readonly point: MeasuredPoint }
  /** One point could not be had; the run goes on with the others. */
  | ({ readonly type: 'failure'; readonly failure: RunFailure; readonly context: number } & Contender)
  | { readonly type: 'deviceChanged'; readonly device: DeviceReport };

export interface RunOutcome {
  readonly ended: 'finished' | 'stopped' | 'failed';
  readonly failure?: RunFailure;
}

/** The worker, as the page sees it. One run at a time: a second call of `runDecode` stops the first. */
export interface Engine {
  device(): Promise<DeviceReport>;
  runDecode(request: DecodeRequest, onEvent: (event: RunEvent) => void): Promise<RunOutcome>;
  /** Resolves when nothing runs any more, within 200 ms. */
  stop(): Promise<void>;
  dispose(): Promise<void>;
}
