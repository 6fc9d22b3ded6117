// What fits: the memory that a model and its caches need on each device, and any one unknown solved from the others.

import { formatIds, formats, type FormatId } from '../attention/format';
import { cacheBytes } from './cache';
import { largestThat } from './largest';
import { deviceCounts, onOneDevice, type Deployment } from './parallel';
import { weightBytes, type ServedModel } from './served';

/** A model, its devices, and what is asked of it: tokens per sequence, sequences in all. */
export interface Demand {
  readonly model: ServedModel;
  readonly deployment: Deployment;
  readonly tokens: number;
  readonly batch: number;
  readonly format: FormatId;
}

/** Of the device that needs most. */
export interface Needed {
  readonly weightBytes: bigint;
  /** With padded rows, as memory holds them. */
  readonly cacheBytes: bigint;
  readonly totalBytes: bigint;
}

/** Of one device, what is left beside a reserve for activations, the runtime and other programs. */
export interface Room {
  readonly memoryBytes: number;
  readonly reserveBytes: number;
}

/** A solved unknown, or the least that was tried and what even that needs. */
export type Answer<T> =
  | { readonly outcome: 'fits'; readonly value: T; readonly needed: Needed }
  /** However large: the cache stops growing, or there is none. */
  | { readonly outcome: 'unlimited' }
  | { readonly outcome: 'nothingFits'; readonly least: T; readonly needed: Needed };

export const roomBytes = ({ memoryBytes, reserveBytes }: Room): number =>
  memoryBytes - reserveBytes;

/** The memory that a demand needs; what is left for a device is this plus the reserve. */
export function needed({ model, deployment, tokens, batch, format }: Demand): Needed {
  const one = onOneDevice(model.plan, batch, deployment);
  const size = { groups: model.groups, tokens, batch: one.batch, format };
  const weights = weightBytes(model, deployment);
  const cache = cacheBytes(one.plan, size).paddedBytes;
  return { weightBytes: weights, cacheBytes: cache, totalBytes: weights + cache };
}

const fits = (demand: Demand, room: Room): boolean => needed(demand).totalBytes <= roomBytes(room);

function largest(demandOf: (count: number) => Demand, room: Room): Answer<number> {
  const value = largestThat((count) => fits(demandOf(count), room));
  if (value === Infinity) return { outcome: 'unlimited' };
  if (value === 0) return { outcome: 'nothingFits', least: 1, needed: needed(demandOf(1)) };
  return { outcome: 'fits', value, needed: needed(demandOf(value)) };
}

/** The longest context, in tokens per sequence: one more does not fit. */
export const longestContext = (given: Omit<Demand, 'tokens'>, room: Room): Answer<number> =>
  largest((tokens) => ({ ...given, tokens }), room);

/** The most sequences: one more does not fit. */
export const largestBatch = (given: Omit<Demand, 'batch'>, room: Room): Answer<number> =>
  largest((batch) => ({ ...given, batch }), room);

/** The format of most bits that fits; of formats with as many bits, the first of the table of formats. */
export function widestFormat(given: Omit<Demand, 'format'>, room: Room): Answer<FormatId> {
  const widestFirst = formatIds.toSorted(
    (a, b) => formats[b].bitsPerElement - formats[a].bitsPerElement,
  );
  const tried = widestFirst.map((format) => ({ format, needed: needed({ ...given, format }) }));
  const found = tried.find((each) => each.needed.totalBytes <= roomBytes(room));
  if (found) return { outcome: 'fits', value: found.format, needed: found.needed };
  // Padding and scales can make rows of few columns larger in a narrower format.
  const least = tried.reduce((a, b) => (b.needed.totalBytes < a.needed.totalBytes ? b : a));
  return { outcome: 'nothingFits', least: least.format, needed: least.needed };
}

/** The least memory, in bytes, that each device must have. */
export const leastMemory = (demand: Demand, reserveBytes: number): bigint =>
  needed(demand).totalBytes + BigInt(Math.ceil(reserveBytes));

/** Those of a list of devices that have the memory, in the list's order. */
export const devicesThatFit = <T extends { readonly memoryBytes: number }>(
  demand: Demand,
  devices: readonly T[],
  reserveBytes: number,
): readonly T[] => devices.filter(({ memoryBytes }) => fits(demand, { memoryBytes, reserveBytes }));

/**
 * The fewest devices of a kind that fit, each with this room; null where none are enough, because what is repeated on
 * each of them is too much, or heads cannot be shared out to more.
 */
export function fewestDevices(
  given: Omit<Demand, 'deployment'>,
  attention: Deployment['attention'],
  room: Room,
): number | null {
  const enough = (devices: number) => fits({ ...given, deployment: { devices, attention } }, room);
  if (attention === 'tensor') return deviceCounts(given.model.plan).find(enough) ?? null;
  const tooFew = largestThat((devices) => !enough(devices));
  return tooFew === Infinity ? null : tooFew + 1;
}
