// Derived: the bound of a decode step on a published device (price/roofline.ts), beside what was measured here (chart C3).

import type { Device } from '../facts/devices';
import type {
  Contender,
  DecodeRequest,
  DeviceReport,
  LayerRequest,
  MeasuredPoint,
  SizedContender,
} from '../engine/protocol';
import { rooflineSeconds, shaderCeilings } from '../price/roofline';
import type { Controls } from './controls';
import { entriesOf, type Entry } from './entries';
import { layerWork } from './layerWork';
import { modelOf } from './modelShape';
import { remember } from './remember';
import { workloadProblems } from './serving';

export interface BoundLine extends Contender {
  /** Of one step of one layer, one for each context asked for. */
  readonly boundNs: readonly number[];
}

/** Variants shown that can run with the sizes chosen, each in its mode; what was put aside is of other models. */
export function contendersOf(entries: readonly Entry[], batch: number): SizedContender[] {
  // Only the batch matters: contexts have limits of their own.
  if (workloadProblems({ context: 1, batch }).length > 0) return [];
  return entries
    .filter(({ pin, variant, shape }) => pin === null && variant.problems(shape.dims).length === 0)
    .map(({ variant, mode, fit, shape }) => ({
      variantId: variant.id,
      mode,
      ...(fit ? { dims: shape.dims } : {}),
    }));
}

/** The bound of every contender at every context, on one published device. */
export const boundsOf = remember((request: DecodeRequest, device: Device): readonly BoundLine[] =>
  request.contenders.map((contender) => ({
    ...contender,
    boundNs: request.contexts.map((context) => {
      const work = layerWork(request, contender, context);
      return work ? rooflineSeconds(work, shaderCeilings(device)).seconds * 1e9 : Number.NaN;
    }),
  })),
);

/** The bound of a measured point, from the work that the point states. */
export const boundNsOf = (point: MeasuredPoint, device: Device): number =>
  rooflineSeconds({ bytes: point.compulsoryBytes, flops: point.flops }, shaderCeilings(device))
    .seconds * 1e9;

/** Bytes that had to move over the time they took. */
export const achievedBytesPerSecond = ({ compulsoryBytes, medianNs }: MeasuredPoint): number =>
  (compulsoryBytes / medianNs) * 1e9;

const firstContext = 512;

/** Flops of a step on the CPU at most: its check in float64 then takes about a second at the longest. */
const cpuStepFlops = 3e8;

/** Doubles `from`, or the limit where that is less, as long as it stays within the limit; whole tokens. */
function powersUpTo(limit: number, from = firstContext): number[] {
  const contexts: number[] = [];
  for (let context = Math.min(from, limit); context <= limit; context *= 2) contexts.push(context);
  return contexts;
}

const layerRequest = remember(
  (
    modelId: string,
    imported: Controls['imported'],
    dims: Controls['dims'],
    entries: readonly Entry[],
    batch: number,
    format: Controls['format'],
    scope: Controls['scope'],
    seed: number,
  ): LayerRequest | null => {
    const contenders = contendersOf(entries, batch);
    if (contenders.length === 0) return null;
    const { conventions } = modelOf({ modelId, imported });
    return { dims, conventions, contenders, batch, format, scope, seed };
  },
);

/**
 * What every measurement of the variants shown is asked for with, or null where none of them can run; the same object as
 * long as nothing that it says changes.
 */
export const layerRequestOf = (c: Controls): LayerRequest | null =>
  layerRequest(c.modelId, c.imported, c.dims, entriesOf(c), c.batch, c.format, c.scope, c.seed);

const request = remember(
  (
    layer: LayerRequest | null,
    rounds: number,
    runContext: number,
    runsOn: DeviceReport['runsOn'],
  ): DecodeRequest | null => {
    if (!layer) return null;
    const { contenders } = layer;
    const asked = { ...layer, rounds };
    if (runsOn === 'gpu') return { ...asked, contexts: powersUpTo(runContext) };
    const flopsAt = (context: number) =>
      Math.max(...contenders.map((each) => layerWork(asked, each, context)?.flops ?? 0));
    let limit = runContext;
    while (limit > 64 && flopsAt(limit) > cpuStepFlops) limit = Math.floor(limit / 2);
    return { ...asked, contexts: powersUpTo(limit, Math.max(1, Math.floor(limit / 8))) };
  },
);

/**
 * The request that Run sends, or null where nothing can run. On the CPU the contexts are cut to what suits it. The
 * same object as long as nothing that it says changes.
 */
export const requestOf = (c: Controls, runsOn: DeviceReport['runsOn']): DecodeRequest | null =>
  request(layerRequestOf(c), c.rounds, c.runContext, runsOn);

const contenderKey = (contender: SizedContender) => JSON.stringify(contender);

/** Whether a run measured all that `next` asks for, under the same circumstances; it may have measured more variants. */
export function measures(run: DecodeRequest, next: DecodeRequest | null): boolean {
  if (!next) return false;
  const measured = new Set(run.contenders.map(contenderKey));
  return sameSettings(run, next) && next.contenders.every((c) => measured.has(contenderKey(c)));
}

/** Whether two requests differ in their variants at most. */
const sameSettings = (a: DecodeRequest, b: DecodeRequest): boolean =>
  JSON.stringify({ ...a, contenders: [] }) === JSON.stringify({ ...b, contenders: [] });

/** What the chart draws bounds for: what is asked for now, or what ran where that was something else. */
export const drawnRequest = (
  run: DecodeRequest | null,
  next: DecodeRequest | null,
): DecodeRequest | null => (!run || (next && sameSettings(run, next)) ? next : run);

/** What belongs to variants that are shown; the same list as long as nothing changes. */
export const createShownOnly = <T extends Contender>() =>
  remember((list: readonly T[], shown: Controls['shown']): readonly T[] =>
    list.filter(({ variantId }) => shown.includes(variantId)),
  );

export interface Extremes {
  readonly fast: MeasuredPoint;
  readonly slow: MeasuredPoint;
}

/** The fastest and the slowest variant at the longest context at which most variants were measured. */
export function extremesOf(points: readonly MeasuredPoint[]): Extremes | null {
  const count = (context: number) => points.filter((point) => point.context === context).length;
  const contexts = [...new Set(points.map(({ context }) => context))];
  const most = Math.max(0, ...contexts.map(count));
  const longest = Math.max(0, ...contexts.filter((context) => count(context) === most));
  const here = points
    .filter(({ context }) => context === longest)
    .toSorted((a, b) => a.medianNs - b.medianNs);
  const [fast] = here;
  const slow = here.at(-1);
  return fast && slow ? { fast, slow } : null;
}
