// Derived: what a sweep of the entries shown asks for, at sizes that suit the device.

import type { DecodeRequest, DeviceReport, SizedContender } from '../engine/protocol';
import type { Controls } from './controls';
import { entriesOf, type Entry } from './entries';
import { layerWork } from './layerWork';
import { modelOf } from './modelShape';
import { remember } from './remember';
import { planFor } from './served';
import { workloadProblems } from './serving';
import type { LeftOut, PlannedRun, Sweep, SweepKind, SweepTry } from './sweep';

/** Powers of two. */
function powers(from: number, to: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = from; size <= to; size *= 2) sizes.push(size);
  return sizes;
}

interface Extent {
  readonly sizes: readonly number[];
  /** Cached tokens of each sequence at most, where the size does not say them. */
  readonly context: number;
  /** Flops of a step at most, where all of it is checked in float64. */
  readonly checkedFlops: number;
}

/** The first is for a processor that computes all of it, or imitates a GPU; a check then takes a second or four. */
const extents: Record<SweepKind, readonly [slow: Extent, fast: Extent]> = {
  batch: [
    { sizes: powers(1, 1024), context: 256, checkedFlops: 1e9 },
    { sizes: powers(1, 1024), context: 1024, checkedFlops: 4e9 },
  ],
  // Of a prompt only some rows are checked.
  prompt: [
    { sizes: powers(16, 1024), context: Infinity, checkedFlops: Infinity },
    { sizes: powers(16, 2048), context: Infinity, checkedFlops: Infinity },
  ],
};

/** Entries of one model and format, which one request can have together. */
interface Family {
  readonly members: readonly { readonly entry: Entry; readonly contender: SizedContender }[];
  readonly layer: Pick<DecodeRequest, 'dims' | 'conventions' | 'format'>;
}

/** The entry in the mode that it is measured in: as it is, or as an engine would compute its prompt. */
const inMode = (entry: Entry, kind: SweepKind): Entry => ({
  ...entry,
  mode: (kind === 'prompt' ? planFor(entry, 'prefill')?.mode : undefined) ?? entry.mode,
});

/** What the model shown has runs together; what was put aside may be of another. */
function familiesOf(possible: readonly Entry[]): Family[] {
  const groups = [
    possible.filter(({ pin }) => pin === null),
    ...possible.filter(({ pin }) => pin !== null).map((entry) => [entry]),
  ];
  return groups.flatMap((entries) => {
    const [first] = entries;
    if (!first) return [];
    const { format, shape } = first;
    const { conventions } = modelOf(shape);
    const members = entries.map((entry) => ({
      entry,
      // Proposals may be fitted, each to other sizes.
      contender: { variantId: entry.variant.id, mode: entry.mode, dims: entry.shape.dims },
    }));
    return [{ members, layer: { dims: shape.dims, conventions, format } }];
  });
}

const derive = remember(
  (
    kind: SweepKind,
    all: readonly Entry[],
    chosenContext: number,
    scope: Controls['scope'],
    rounds: number,
    seed: number,
    isSlow: boolean,
  ): Sweep | null => {
    if (workloadProblems({ context: chosenContext, batch: 1 }).length > 0) return null;
    const entries = all.filter(({ plan }) => plan !== null).map((entry) => inMode(entry, kind));
    if (entries.length === 0) return null;
    const { sizes, context, checkedFlops } = extents[kind][isSlow ? 0 : 1];
    const past = Math.min(chosenContext, context);
    const left = new Map<string, LeftOut>();
    const families = familiesOf(entries);

    const runAt = (size: number, { members, layer }: Family): PlannedRun[] => {
      const [batch, tokens, newTokens] = kind === 'batch' ? [size, past, 1] : [1, size, size];
      const asked = { ...layer, batch, scope, seed, rounds };
      const tries = members.flatMap(({ entry, contender }): SweepTry[] => {
        const work = layerWork(asked, contender, tokens, newTokens);
        if (!work || left.has(entry.key)) return [];
        const { flops } = work;
        if (flops > checkedFlops && size !== sizes[0]) {
          const reason = { code: 'checkTooLong', flops, limitFlops: checkedFlops } as const;
          left.set(entry.key, { entry, size, reason });
          return [];
        }
        return [{ entry, contender, work }];
      });
      if (tries.length === 0) return [];
      const contenders = tries.map(({ contender }) => contender);
      const sized = newTokens === 1 ? {} : { newTokens: [newTokens] };
      return [{ size, tries, request: { ...asked, contenders, contexts: [tokens], ...sized } }];
    };
    const runs = sizes.flatMap((size) => families.flatMap((family) => runAt(size, family)));
    return {
      kind,
      context: kind === 'batch' ? past : null,
      sizes,
      entries,
      runs,
      left: [...left.values()],
    };
  },
);

/** Null where nothing can run; the same object as long as nothing that it says changes. */
export const sweepOf = (
  kind: SweepKind,
  c: Controls,
  { runsOn, software }: DeviceReport,
): Sweep | null =>
  derive(
    kind,
    entriesOf(c),
    // A prompt has its own lengths.
    kind === 'batch' ? c.context : 1,
    c.scope,
    c.rounds,
    c.seed,
    runsOn === 'cpu' || software,
  );

/** Whether two sweeps ask for the same. */
export const sameSweep = (a: Sweep, b: Sweep | null): boolean =>
  a === b ||
  (b !== null &&
    JSON.stringify(a.runs.map(({ request }) => request)) ===
      JSON.stringify(b.runs.map(({ request }) => request)));
