// Derived: how each variant's cache grows with the context, and where it fills a device's memory (chart C2).

import { deviceById, type Device } from '../facts/devices';
import { cacheBytes, largestContext } from '../price/cache';
import { longestContext, type Answer } from '../price/capacity';
import { oneDevice } from '../price/parallel';
import { weightBytes } from '../price/served';
import type { Controls } from './controls';
import { entriesOf, type Entry } from './entries';
import { remember } from './remember';
import { servedModel } from './served';
import { workloadProblems } from './serving';

export interface GrowthLine {
  readonly entry: Entry;
  /** Bytes of the whole cache with padded rows, as memory holds it, one for each context of `Growth.contexts`. */
  readonly bytes: readonly number[];
  readonly bytesAtContext: number;
  /** The same of any number of tokens. */
  readonly bytesAt: (tokens: number) => number;
  /** The cache at the context chosen and all the model's weights; null where these are not known. */
  readonly bytesWithWeights: number | null;
  /** The longest context, in tokens, whose cache fits beside the weights, or alone where they are not known. */
  readonly longest: Answer<number>;
  /** The longest context, in tokens, whose cache alone fits the device's memory; Infinity where it stops growing. */
  readonly fullAtTokens: number;
}

export interface Growth {
  /** Powers of two, tokens; and the windows of some layers, where the lines bend. */
  readonly contexts: readonly number[];
  /** The context chosen; null where it is impossible. */
  readonly context: number | null;
  readonly device: Device;
  /** Of all the weights of the model shown, as published, in bytes; null where they are not known. */
  readonly weightBytes: number | null;
  /** Entries with possible sizes only. */
  readonly lines: readonly GrowthLine[];
}

const first = 512;
const last = 1048576;

/** Powers of two from the first on, up to a limit, and the windows among them. */
function contextsTo(limit: number, windows: readonly number[]): readonly number[] {
  const contexts = new Set<number>();
  for (let tokens = first; tokens <= limit; tokens *= 2) contexts.add(tokens);
  for (const window of windows) if (window > first && window < limit) contexts.add(window);
  return [...contexts].toSorted((a, b) => a - b);
}

const derive = remember(
  (
    entries: readonly Entry[],
    batch: number,
    context: number,
    device: Device,
    weights: number,
  ): Growth => {
    const problems = workloadProblems({ batch, context });
    const at = problems.some(({ field }) => field === 'context') ? null : context;
    const possible = problems.every(({ field }) => field === 'context');
    const windows = entries.flatMap(({ groups, plan }) =>
      plan ? groups.flatMap(({ window }) => window ?? []) : [],
    );
    const room = { memoryBytes: device.memoryBytes, reserveBytes: 0 };
    const contexts = contextsTo(Math.max(last, at ?? 0), possible ? windows : []);
    const lines = entries.flatMap((entry): GrowthLine[] => {
      const { plan, groups, format } = entry;
      if (!possible || !plan) return [];
      const size = { groups, batch, format };
      const served = servedModel(entry);
      // Without parameters nothing is left of the weights but attention's own, and that at no bits.
      const bare = { groups, plan, rest: { total: 0, active: 0 }, weightBits: 0 };
      const demand = { model: served ?? bare, deployment: oneDevice };
      const bytesAt = (tokens: number) => Number(cacheBytes(plan, { ...size, tokens }).paddedBytes);
      return [
        {
          entry,
          bytes: contexts.map(bytesAt),
          bytesAtContext: bytesAt(at ?? first),
          bytesAt,
          bytesWithWeights: served && bytesAt(at ?? first) + Number(weightBytes(served, oneDevice)),
          longest: longestContext({ ...demand, batch, format }, room),
          fullAtTokens: largestContext(plan, size, device.memoryBytes),
        },
      ];
    });
    return { contexts, context: at, device, weightBytes: weights > 0 ? weights : null, lines };
  },
);

/** The same object as long as nothing that it says changes. */
export const growthOf = (c: Controls): Growth =>
  derive(
    entriesOf(c),
    c.batch,
    c.context,
    deviceById(c.deviceId),
    (c.parameters * c.weightBits) / 8,
  );
