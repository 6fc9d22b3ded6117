// The shaders of one step as a reader sees them, and what trying them tells: plain data, which crosses to the page.

import type { Segment } from '../gpu/link';
import type { KernelChoice, PruneReason } from '../kernels/choices';
import type { AgreementReport, LayerRequest, RunFailure } from './records';

/** One contender, the only one of `contenders`, at one context. */
export interface ShaderRequest extends LayerRequest {
  /** Cached tokens, the new one included. */
  readonly context: number;
}

/** A variable of a shader with the buffer it is bound to. */
export interface ShownBinding {
  readonly name: string;
  readonly group: number;
  readonly binding: number;
  readonly access: 'read' | 'readWrite' | 'uniform';
  /** The plan's id of what is bound, or what several share; the variable's own name where a session binds it. */
  readonly buffer: string;
  /** Null for what a session makes, where there is none. */
  readonly bytes: number | null;
}

/** One dispatch of a step: what is compiled, on what it runs, and what it moves. */
export interface ShownDispatch {
  /** Path of the kernel's file in shaders/, without ending. */
  readonly kernel: string;
  /** The steps of the plan that it does, by their operation. */
  readonly does: readonly string[];
  readonly code: string;
  readonly segments: readonly Segment[];
  /** WGSL text of each link constant. */
  readonly constants: Readonly<Record<string, string>>;
  /** Path of the file that fills each slot. */
  readonly slots: Readonly<Record<string, string>>;
  readonly bindings: readonly ShownBinding[];
  /** Workgroups, x y z. */
  readonly grid: readonly [number, number, number];
  /** Counted by the schedule. */
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** One way to do the same attention, with what that moves. */
export interface Rung {
  /** Null for the naive kernel, which no run can choose. */
  readonly choice: KernelChoice | null;
  /** Kernels of the attention, in their order. */
  readonly kernels: readonly string[];
  /** What is compiled for those of them that attend: others merge, or project. */
  readonly texts: readonly { readonly kernel: string; readonly code: string }[];
  /** Of the attention's dispatches, counted by the schedule. */
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** Whether lanes have query rows of their own, and swap what they load. */
  readonly swaps: boolean;
  /** Whether runs take it. */
  readonly chosen: boolean;
  /** Why it is not for this device. */
  readonly refusal: PruneReason | null;
}

export interface ShownStep {
  /** `anyGpu` where there is none here: what one without optional features would run. */
  readonly linkedFor: 'device' | 'anyGpu';
  readonly choice: KernelChoice;
  readonly dispatches: readonly ShownDispatch[];
  readonly rungs: readonly Rung[];
}

/** A text in the place of a dispatch's own. */
export interface Edit {
  /** Of the dispatch. */
  readonly index: number;
  readonly text: string;
}

/** What is to be tried: an edit beside what it replaces, all dispatches as they are, or all ways to attend. */
export type Trial =
  | { readonly kind: 'edit'; readonly edit: Edit }
  | { readonly kind: 'step' }
  | { readonly kind: 'rungs' };

export interface TrialRequest extends ShaderRequest {
  readonly trial: Trial;
  /** Samples of each; at least 5. */
  readonly rounds: number;
}

/** `guard`: the first run of an edit, with its loops counted. */
export type TrialStage = 'prepare' | 'compile' | 'guard' | 'run' | 'check' | 'measure';

/** Times of one dispatch, or of a step, alone and repeated. */
export interface Times {
  readonly medianNs: number;
  readonly q1Ns: number;
  readonly q3Ns: number;
  readonly samplesNs: readonly number[];
  /** How often a sample repeats it. */
  readonly repetitions: number;
  /** Submits into which one is cut; its time is their sum. */
  readonly parts: number;
  readonly timer: 'timestamps' | 'wallClock';
}

/** Of the samples of the same rounds. */
export interface Ratio {
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
}

export type TrialEvent =
  | { readonly type: 'stage'; readonly stage: TrialStage }
  /** The edit does not compile, or binds what there is not. Lines count from 1. */
  | { readonly type: 'refused'; readonly line: number; readonly message: string }
  /** A loop of the edit, at this line, went on after so many turns. */
  | { readonly type: 'endless'; readonly line: number; readonly mostTurns: number }
  /** The worker was ended, since a stage took longer than this. */
  | { readonly type: 'tooLong'; readonly stage: TrialStage; readonly limitMs: number }
  | { readonly type: 'agreement'; readonly agreement: AgreementReport }
  /** Of one dispatch as it is linked; told again as samples come. */
  | { readonly type: 'times'; readonly index: number; readonly times: Times }
  | {
      readonly type: 'compared';
      readonly linked: Times;
      readonly edited: Times;
      /** The edit's time over the linked one's. */
      readonly ratio: Ratio;
    }
  /** What a whole step by one way to attend made; by its place among the step's rungs, as all that follows. */
  | { readonly type: 'rungChecked'; readonly index: number; readonly agreement: AgreementReport }
  /** Of one that agrees. */
  | { readonly type: 'rung'; readonly index: number; readonly times: Times }
  | { readonly type: 'rungFailed'; readonly index: number; readonly failure: RunFailure }
  | { readonly type: 'failure'; readonly failure: RunFailure };
