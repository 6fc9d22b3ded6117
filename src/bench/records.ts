// What a run is asked for and what it tells: plain data, which crosses from the worker to the page and into files.

import type { Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import type { Scope } from '../attention/scope';
import type { Conventions } from '../attention/variant';
import type { KernelChoice } from '../kernels/choices';
import type { TunedKernels } from './tuning/records';

/** One variant in one mode, as a contender of a run. */
export interface Contender {
  readonly variantId: string;
  readonly mode: string;
}

/** A contender of a request, with its own sizes where they are not the request's. */
export interface SizedContender extends Contender {
  readonly dims?: Dims;
}

/** One layer, and who runs it: what every measurement is asked for with. */
export interface LayerRequest {
  readonly dims: Dims;
  readonly conventions: Conventions;
  readonly contenders: readonly SizedContender[];
  readonly batch: number;
  readonly format: FormatId;
  readonly scope: Scope;
  readonly seed: number;
  /** Kernels that were found to be the fastest on the device; those shipped serve where there are none. */
  readonly tuned?: readonly TunedKernels[];
}

/** One step, of one token as a rule, at each of some contexts, for several variants in interleaved rounds. */
export interface DecodeRequest extends LayerRequest {
  /** Cached tokens after the step, the new ones included; ascending. */
  readonly contexts: readonly number[];
  /** Tokens that the step at each context brings, in the same order; one each if not given, all of them in a prompt. */
  readonly newTokens?: readonly number[];
  /** Samples of each point; at least 5. */
  readonly rounds: number;
}

/** Where a point stands: the contender, and the size of its step. */
export interface Place extends Contender {
  readonly context: number;
  /** Tokens that the step brings; one if not given. */
  readonly newTokens?: number;
}

/** One measured point with its circumstances. Times are of one step of one layer. */
export interface MeasuredPoint extends Place {
  readonly batch: number;
  /** Of the cached rows; on the CPU they are float32 whatever was asked for, and this says so. */
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
  /** Submits into which one step is cut, 1 where a sample holds whole steps; a cut step's time is their sum. */
  readonly parts: number;
  /** The smallest step of the clock. */
  readonly resolutionNs: number;
  /** Making the kernels and the first step of all, of one token of context. */
  readonly firstNs: number;
  /** Whether kernels were compiled in that time: those of an earlier point of the same shape are kept. */
  readonly firstCompiled: boolean;
  /** Of the equal caches that the steps take in turn. */
  readonly rotatedBytes: number;
  /**
   * Whether so much lies between two reads of a row that no processor's cache holds it. Cached rows alone: weights
   * do not rotate, and those that a processor's cache holds are read from there.
   */
  readonly cold: boolean;
  /** What any implementation must move and compute (src/price). */
  readonly compulsoryBytes: number;
  readonly flops: number;
  /** What these kernels move, as their schedule counts it. */
  readonly actualBytes: number;
  /** That one step is on the GPU. */
  readonly dispatches?: number;
  /** Which of the GPU's attention kernels ran. */
  readonly kernels?: KernelChoice;
}

/** A comparison with float64 on the same inputs. */
export interface AgreementReport extends Place {
  /**
   * max |difference| / max |reference|, over the rows compared: all of them where a step brings few tokens, else those
   * at its ends, at the edges of tiles, and some seeded ones; of the appended rows where those disagree.
   */
  readonly error: number;
  readonly bound: number;
  readonly agrees: boolean;
}

/** What went wrong, for the page to say in the reader's language. */
export type RunFailure =
  | {
      readonly code: 'doesNotFit';
      readonly neededBytes: number;
      readonly limitBytes: number;
      /** The longest context of the contender that does fit; 0 where none does. */
      readonly largestContext: number;
    }
  | { readonly code: 'outOfMemory'; readonly neededBytes: number }
  | {
      readonly code: 'shader';
      readonly file: string;
      readonly line: number;
      readonly message: string;
    }
  | { readonly code: 'unsupported'; readonly message: string }
  | { readonly code: 'deviceLost'; readonly message: string }
  | { readonly code: 'internal'; readonly message: string };

export type Stage = 'compile' | 'fill' | 'check' | 'measure';

export type DecodeEvent =
  | {
      readonly type: 'progress';
      /** Between 0 and 1. */
      readonly fraction: number;
      readonly stage: Stage;
      readonly variantId: string;
      readonly context: number;
    }
  /** Comes before the point's time; a point that disagrees is not timed. */
  | { readonly type: 'agreement'; readonly agreement: AgreementReport }
  /** Sent with the third sample of a point and again with its last: the later replaces the earlier. */
  | { readonly type: 'point'; readonly point: MeasuredPoint }
  /** One point could not be had; the run goes on with the others. */
  | ({ readonly type: 'failure'; readonly failure: RunFailure } & Place);
