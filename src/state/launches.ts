// Derived: what a run's steps spend at the least on dispatches that wait for each other, as this device was measured.

import type { MeasuredPoint } from '../engine/protocol';
import type { OwnCeilings } from './ceilings';
import type { Results } from './results';

/** The same for all variants whose steps have as many dispatches at each context. */
export interface LaunchLine {
  readonly variantIds: readonly string[];
  /** Ascending contexts. */
  readonly places: readonly {
    readonly context: number;
    readonly dispatches: number;
    /** That these take. */
    readonly ns: number;
  }[];
}

/** None where the ceilings were measured on another device than the run, or where a step's dispatches are not known. */
export function launchLines(
  points: readonly MeasuredPoint[],
  run: Results['run'],
  own: OwnCeilings | null,
): readonly LaunchLine[] {
  if (!run || !own || JSON.stringify(run.device) !== JSON.stringify(own.device)) return [];
  const dispatchNs = own.ceilings.dispatchNs.median;
  const lines = new Map<string, LaunchLine>();
  for (const variantId of new Set(points.map((point) => point.variantId))) {
    const places = points
      .flatMap(({ variantId: id, context, dispatches }) =>
        id === variantId && dispatches !== undefined
          ? [{ context, dispatches, ns: dispatches * dispatchNs }]
          : [],
      )
      .toSorted((a, b) => a.context - b.context);
    if (places.length === 0) continue;
    const key = JSON.stringify(places);
    const variantIds = [...(lines.get(key)?.variantIds ?? []), variantId];
    lines.set(key, { variantIds, places });
  }
  return [...lines.values()];
}
