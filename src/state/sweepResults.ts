// Stores: what the sweeps of this device measured, and what follows from it.

import { createStore } from 'zustand/vanilla';
import type { DeviceReport, MeasuredPoint, RunFailure } from '../engine/protocol';
import { rooflineSeconds, type Ceilings } from '../price/roofline';
import type { Entry } from './entries';
import { verdictOf, type Results, type Verdict } from './results';
import { sweepValue, type LeftOut, type PlannedRun, type Sweep, type SweepKind } from './sweep';

export interface SweepState {
  readonly status: Results['status'];
  /** Of the sweep that the runs belong to. */
  readonly asked: {
    /** The model's name; null for one of somebody's own without a name. */
    readonly model: string | null;
    readonly sweep: Sweep;
    readonly device: DeviceReport;
  } | null;
  /** What is measured now: a size, or first of all the device's own limits. */
  readonly under: number | 'ceilings' | null;
  /** Between 0 and 1. */
  readonly fraction: number;
  /** Those begun, by ascending size, each with what it told. */
  readonly runs: readonly { readonly planned: PlannedRun; readonly results: Results }[];
  /** What turned out on the way not to be worth trying. */
  readonly left: readonly LeftOut[];
  /** Why the whole sweep failed. */
  readonly failure: RunFailure | null;
}

export const noSweep: SweepState = {
  status: 'idle',
  asked: null,
  under: null,
  fraction: 0,
  runs: [],
  left: [],
  failure: null,
};

export const sweepStores = {
  batch: createStore<SweepState>(() => noSweep),
  prompt: createStore<SweepState>(() => noSweep),
} satisfies Record<SweepKind, unknown>;

export interface SweepPoint {
  readonly entry: Entry;
  readonly size: number;
  readonly point: MeasuredPoint;
  /** What the median says: tokens a second of all sequences, or ns; and the quartiles of the time, in their order. */
  readonly value: number;
  readonly quartiles: readonly [q1: number, q3: number];
}

/** What was measured, by ascending size, entries in the order of the ledger. */
export function sweepPoints({
  asked,
  runs,
}: Pick<SweepState, 'asked' | 'runs'>): readonly SweepPoint[] {
  if (!asked) return [];
  const { kind } = asked.sweep;
  return runs.flatMap(({ planned: { size, tries }, results: { points } }) =>
    tries.flatMap(({ entry }): SweepPoint[] => {
      const point = points.find((p) => p.variantId === entry.variant.id && p.mode === entry.mode);
      if (!point) return [];
      const of = (ns: number) => sweepValue(kind, size, ns);
      const { medianNs, q1Ns, q3Ns } = point;
      return [{ entry, size, point, value: of(medianNs), quartiles: [of(q1Ns), of(q3Ns)] }];
    }),
  );
}

/**
 * Where each entry's measurements end before the largest size, as far as the sweep came; of what would end one twice,
 * what came first.
 */
export function leftOut({
  status,
  asked,
  runs,
  left,
}: Pick<SweepState, 'status' | 'asked' | 'runs' | 'left'>): readonly LeftOut[] {
  const reached = status === 'finished' ? Infinity : (runs.at(-1)?.planned.size ?? 0);
  const foreseen = (asked?.sweep.left ?? []).filter(({ size }) => size <= reached);
  const first = new Map<string, LeftOut>();
  for (const each of [...left, ...foreseen]) {
    const known = first.get(each.entry.key);
    if (!known || each.size < known.size) first.set(each.entry.key, each);
  }
  return [...first.values()];
}

/** What the checks of all runs say together. */
export function sweepVerdict({
  runs,
}: Pick<SweepState, 'runs'>): Pick<Verdict, 'verdict' | 'checked' | 'total'> {
  const verdicts = runs.map(({ results }) => verdictOf(results));
  const inOrder = ['disagrees', 'partial', 'agrees'] as const;
  const worst = inOrder.find((each) => verdicts.some(({ verdict }) => verdict === each));
  return {
    verdict: worst ?? 'none',
    checked: verdicts.reduce((n, { checked }) => n + checked, 0),
    total: verdicts.reduce((n, { total }) => n + total, 0),
  };
}

export interface SweepBound {
  readonly entry: Entry;
  /** One for each size of the sweep, as a point's value; null where nothing is asked of it. */
  readonly values: readonly (number | null)[];
}

/** What the least time of a step says at each size, under a device's ceilings. */
export const sweepBounds = (
  { kind, sizes, entries, runs }: Sweep,
  ceilings: Ceilings,
): readonly SweepBound[] =>
  entries.map((entry) => ({
    entry,
    values: sizes.map((size) => {
      const tried = runs
        .filter((run) => run.size === size)
        .flatMap(({ tries }) => tries)
        .find((each) => each.entry.key === entry.key);
      return tried
        ? sweepValue(kind, size, rooflineSeconds(tried.work, ceilings).seconds * 1e9)
        : null;
    }),
  }));

/** The largest size at which most entries were measured, fastest first. */
export function fairest(points: readonly SweepPoint[]): readonly SweepPoint[] {
  const sizes = [...new Set(points.map(({ size }) => size))];
  const at = (size: number) => points.filter((point) => point.size === size);
  const most = Math.max(0, ...sizes.map((size) => at(size).length));
  const largest = Math.max(0, ...sizes.filter((size) => at(size).length === most));
  return at(largest).toSorted((a, b) => a.point.medianNs - b.point.medianNs);
}
