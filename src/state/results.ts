// Store: what the last run measured, as plain data, with the circumstances it was measured in.

import { createStore } from 'zustand/vanilla';
import type {
  AgreementReport,
  DecodeRequest,
  DeviceReport,
  MeasuredPoint,
  Place,
  RunEvent,
  RunFailure,
} from '../engine/protocol';

export type Progress = Omit<Extract<RunEvent, { type: 'progress' }>, 'type'>;

export interface FailedPoint extends Place {
  readonly failure: RunFailure;
}

export interface Results {
  readonly status: 'idle' | 'running' | 'stopping' | 'finished' | 'stopped' | 'failed';
  /** Of the run that the points belong to. */
  readonly run: {
    /** The model's name; null for one of somebody's own without a name. */
    readonly model: string | null;
    readonly request: DecodeRequest;
    readonly device: DeviceReport;
  } | null;
  readonly progress: Progress | null;
  readonly points: readonly MeasuredPoint[];
  readonly agreements: readonly AgreementReport[];
  readonly failures: readonly FailedPoint[];
  /** Why the whole run failed. */
  readonly failure: RunFailure | null;
}

export const noResults: Results = {
  status: 'idle',
  run: null,
  progress: null,
  points: [],
  agreements: [],
  failures: [],
  failure: null,
};

export const resultsStore = createStore<Results>(() => noResults);

const samePlace = (a: Place, b: Place) =>
  a.variantId === b.variantId &&
  a.mode === b.mode &&
  a.context === b.context &&
  a.newTokens === b.newTokens;

/** The list with `item` in the place of what stood for the same variant, mode and step. */
const put = <T extends Place>(list: readonly T[], item: T): T[] => [
  ...list.filter((other) => !samePlace(other, item)),
  item,
];

/** The results after some events of the run. */
export function afterEvents(results: Results, events: readonly RunEvent[]): Results {
  return events.reduce((now, event): Results => {
    switch (event.type) {
      case 'progress': {
        const { type: _, ...progress } = event;
        return { ...now, progress };
      }
      case 'point':
        return { ...now, points: put(now.points, event.point) };
      case 'agreement':
        return { ...now, agreements: put(now.agreements, event.agreement) };
      case 'failure': {
        const { type: _, ...failed } = event;
        return { ...now, failures: put(now.failures, failed) };
      }
      case 'deviceChanged':
        return { ...now, run: now.run && { ...now.run, device: event.device } };
    }
  }, results);
}

export interface Verdict {
  /** `partial`: what was checked agrees, but the run has points that were not. */
  readonly verdict: 'none' | 'partial' | 'agrees' | 'disagrees';
  /** The check that is closest to its bound, or furthest beyond it. */
  readonly worst: AgreementReport | null;
  /** Points compared with float64. */
  readonly checked: number;
  /** Points that the run was asked for. */
  readonly total: number;
}

/** What the checks against float64 say together. */
export function verdictOf({
  run,
  agreements,
  failures,
}: Pick<Results, 'run' | 'agreements' | 'failures'>): Verdict {
  const worst = agreements.reduce<AgreementReport | null>(
    (found, next) => (found && found.error / found.bound >= next.error / next.bound ? found : next),
    null,
  );
  const total = run ? run.request.contenders.length * run.request.contexts.length : 0;
  const unchecked = failures.filter(
    (failed) => !agreements.some((each) => samePlace(each, failed)),
  );
  const checked = agreements.length;
  const outcome = () => {
    if (!worst) return 'none';
    if (agreements.some(({ agrees }) => !agrees)) return 'disagrees';
    return checked + unchecked.length < total ? 'partial' : 'agrees';
  };
  return { verdict: outcome(), worst, checked, total };
}
