// Derived: caches handed out in blocks, what of them is empty, and what reserving the whole context would hold (chart C9).

import { cacheBytes } from '../price/cache';
import { layerBlocks, pagedBytes, type LayerBlocks } from '../price/paged';
import { arrivalsOf, type Arrival } from './arrivals';
import { chartProblems, type ChartNumber, type ChartProblem } from './chartSettings';
import type { Controls } from './controls';
import { entriesOf, type Entry } from './entries';
import { remember } from './remember';
import { workloadProblems, type ServingProblem } from './serving';

/** What is drawn: one layer that keeps all tokens. The same for every model. */
export interface PagesDrawn {
  readonly arrivals: readonly Arrival[];
  readonly blockTokens: number;
  /** Tokens that all begin with: those set, or as many as leave each sequence one of its own. */
  readonly prefix: number;
  /** The longest that a sequence can become, tokens. */
  readonly context: number;
  /** How many have finished. */
  readonly finished: number;
  readonly seed: number;
  readonly inBlocks: LayerBlocks;
  /** Without blocks: each sequence has room for the whole context, and shares nothing. */
  readonly reserved: LayerBlocks;
}

/** Of one entry in all its layers; rows padded, as memory holds them. */
export interface PagesBytes {
  readonly entry: Entry;
  /** Of the blocks handed out, and what of it holds nothing. */
  readonly allocatedBytes: bigint;
  readonly emptyBytes: bigint;
  /** Of room for the whole context, or for all of a window. */
  readonly reservedBytes: bigint;
}

export interface Pages {
  /** Null where something set is impossible. */
  readonly drawn: PagesDrawn | null;
  readonly problems: readonly (ChartProblem | ServingProblem)[];
  /** Entries with possible sizes only. */
  readonly bytes: readonly PagesBytes[];
}

/** Every setting of the chart, in the order in which they are shown. */
export const pageFields = [
  'blockTokens',
  'sequences',
  'finished',
  'sharedTokens',
] as const satisfies readonly ChartNumber[];

const powersOfTwo = (to: number): number[] =>
  Array.from({ length: Math.log2(to) + 1 }, (_, power) => 2 ** power);

/** The stops of the settings' sliders, ascending. */
export const pageStops: Record<(typeof pageFields)[number], readonly number[]> = {
  blockTokens: powersOfTwo(1024),
  sequences: Array.from({ length: 64 }, (_, i) => i + 1),
  finished: Array.from({ length: 65 }, (_, i) => i),
  sharedTokens: [0, ...powersOfTwo(4096).filter((tokens) => tokens >= 16)],
};

interface Outcome {
  readonly drawn: PagesDrawn | null;
  readonly problems: Pages['problems'];
}

const derive = remember(
  (
    blockTokens: number,
    sequences: number,
    sharedTokens: number,
    finished: number,
    context: number,
    seed: number,
  ): Outcome => {
    const problems = [
      ...chartProblems({ blockTokens, sequences, sharedTokens, finished }, pageFields),
      ...workloadProblems({ batch: 1, context }),
    ];
    if (problems.length > 0) return { drawn: null, problems };
    const prefix = Math.min(sharedTokens, context - 1);
    const arrivals = arrivalsOf({ seed, context, sequences, prefix, finished });
    const lengths = arrivals.map(({ tokens }) => tokens);
    const layer = { layers: 1 };
    const drawn: PagesDrawn = {
      arrivals,
      blockTokens,
      prefix,
      context,
      finished,
      seed,
      inBlocks: layerBlocks(layer, lengths, { blockTokens, sharedTokens: prefix }),
      reserved: layerBlocks(layer, lengths, { blockTokens: context }),
    };
    return { drawn, problems };
  },
);

function bytesOf(entries: readonly Entry[], drawn: PagesDrawn): PagesBytes[] {
  const { arrivals, blockTokens, prefix, context } = drawn;
  const lengths = arrivals.map(({ tokens }) => tokens);
  return entries.flatMap((entry): PagesBytes[] => {
    const { plan, groups, format } = entry;
    if (!plan) return [];
    const size = { groups, format };
    const paged = pagedBytes(plan, size, lengths, { blockTokens, sharedTokens: prefix });
    const whole = { ...size, tokens: context, batch: lengths.length };
    return [
      {
        entry,
        allocatedBytes: paged.allocatedBytes,
        emptyBytes: paged.wastedBytes,
        reservedBytes: cacheBytes(plan, whole).paddedBytes,
      },
    ];
  });
}

const together = remember((outcome: Outcome, entries: readonly Entry[]): Pages => ({
  ...outcome,
  bytes: outcome.drawn ? bytesOf(entries, outcome.drawn) : [],
}));

/** The same object as long as nothing that it says changes, and the same `drawn` whatever the model is. */
export const pagesOf = (c: Controls): Pages =>
  together(
    derive(c.blockTokens, c.sequences, c.sharedTokens, c.finished, c.context, c.seed),
    entriesOf(c),
  );
