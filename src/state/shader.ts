// Store: the shaders of a step, what a reader wrote in their place, and what trying them told, as plain data.

import { createStore } from 'zustand/vanilla';
import type {
  AgreementReport,
  Ratio,
  RunFailure,
  ShaderRequest,
  ShownStep,
  Times,
  Trial,
  TrialEvent,
  TrialStage,
} from '../engine/protocol';
import type { Section } from './shaderSections';

/** The last trial. */
export interface Tried {
  readonly status: 'running' | 'stopping' | 'finished' | 'stopped' | 'failed';
  readonly trial: Trial;
  readonly stage: TrialStage;
  readonly refused: { readonly line: number; readonly message: string } | null;
  readonly endless: { readonly line: number; readonly mostTurns: number } | null;
  readonly tooLong: { readonly stage: TrialStage; readonly limitMs: number } | null;
  readonly agreement: AgreementReport | null;
  readonly compared: {
    readonly linked: Times;
    readonly edited: Times;
    readonly ratio: Ratio;
  } | null;
  readonly failure: RunFailure | null;
}

export interface Shader {
  /** What the step belongs to; null before any was asked for. */
  readonly request: ShaderRequest | null;
  readonly step: ShownStep | null;
  /** Why there is no step to show. */
  readonly refusal: RunFailure | null;
  /** Whether texts can be tried here: there is a GPU, and a worker apart. */
  readonly editable: boolean;
  /** Edited texts by the dispatch's index. */
  readonly drafts: ReadonlyMap<number, readonly Section[]>;
  /** Of dispatches as they are linked, by their index. */
  readonly times: ReadonlyMap<number, Times>;
  /** Of whole steps, by the rung's place. */
  readonly rungTimes: ReadonlyMap<number, Times>;
  readonly rungAgreements: ReadonlyMap<number, AgreementReport>;
  readonly rungFailures: ReadonlyMap<number, RunFailure>;
  readonly tried: Tried | null;
}

export const noShader: Shader = {
  request: null,
  step: null,
  refusal: null,
  editable: false,
  drafts: new Map(),
  times: new Map(),
  rungTimes: new Map(),
  rungAgreements: new Map(),
  rungFailures: new Map(),
  tried: null,
};

export const shaderStore = createStore<Shader>(() => noShader);

export const begun = (trial: Trial): Tried => ({
  status: 'running',
  trial,
  stage: 'prepare',
  refused: null,
  endless: null,
  tooLong: null,
  agreement: null,
  compared: null,
  failure: null,
});

/** The store after an event of the trial that runs. */
export function afterTrialEvent(shader: Shader, event: TrialEvent): Shader {
  const told = (change: Partial<Tried>): Shader =>
    shader.tried ? { ...shader, tried: { ...shader.tried, ...change } } : shader;
  switch (event.type) {
    case 'stage':
      return told({ stage: event.stage });
    case 'refused':
      return told({ refused: { line: event.line, message: event.message } });
    case 'endless':
      return told({ endless: { line: event.line, mostTurns: event.mostTurns } });
    case 'tooLong':
      return told({ tooLong: { stage: event.stage, limitMs: event.limitMs } });
    case 'agreement':
      return told({ agreement: event.agreement });
    case 'compared': {
      const { linked, edited, ratio } = event;
      return told({ compared: { linked, edited, ratio } });
    }
    case 'failure':
      return told({ failure: event.failure });
    case 'times':
      return { ...shader, times: new Map(shader.times).set(event.index, event.times) };
    case 'rung':
      return { ...shader, rungTimes: new Map(shader.rungTimes).set(event.index, event.times) };
    case 'rungChecked': {
      const { index, agreement } = event;
      return { ...shader, rungAgreements: new Map(shader.rungAgreements).set(index, agreement) };
    }
    case 'rungFailed': {
      const rungFailures = new Map(shader.rungFailures).set(event.index, event.failure);
      return { ...shader, rungFailures };
    }
  }
}

/** How an edit's time stands to the linked one's: alike where a quarter of the samples lie on either side. */
export type Pace = 'faster' | 'alike' | 'slower';

/** Differences below this are not told apart, however little the samples scatter. */
const leastDifference = 0.03;

export function paceOf({ median, q1, q3 }: Ratio): Pace {
  if (Math.abs(median - 1) < leastDifference || (q1 <= 1 && q3 >= 1)) return 'alike';
  return median > 1 ? 'slower' : 'faster';
}
