// Ticks and ranges of logarithmic axes. Recharts draws nothing on a log axis whose range it has to find itself.

import type { MeasuredPoint } from '../../engine/protocol';
import type { ByteUnit } from '../../state/controls';
import type { BoundLine } from '../../state/decode';

export interface LogAxis {
  readonly low: number;
  readonly high: number;
  /** [low, high], as Recharts takes it. */
  readonly domain: [low: number, high: number];
  readonly ticks: number[];
}

/** For `tick` of an axis of Recharts: what stands beside it is a scale. */
export const scaleTick = { className: 'scale-tick', 'data-kind': 'scale' };

const axis = (domain: [number, number], ticks: number[] = domain): LogAxis => ({
  low: domain[0],
  high: domain[1],
  domain,
  ticks,
});

/**
 * The axis from the power of `base` below the smallest value to the one above the largest, with a tick at each
 * power, or at every second or third where there would be more than `most`.
 */
export function logAxis(values: readonly number[], base = 10, most = 8): LogAxis {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const power = (value: number) => Math.log(value) / Math.log(base);
  // A hair of slack keeps a value that lies on a power from needing the next one.
  const low = Math.floor(power(Math.min(...positive, Infinity)) + 1e-9);
  const high = Math.ceil(power(Math.max(...positive, 0)) - 1e-9);
  if (positive.length === 0) return axis([1, base]);
  const last = Math.max(high, low + 1);
  const step = Math.ceil((last - low) / most);
  const ticks: number[] = [];
  for (let p = low; p <= last; p += step) ticks.push(base ** p);
  return axis([base ** low, base ** last], ticks);
}

/** Bytes: decades, or powers of 4, so that every tick is a round number of KiB, MiB or GiB. */
export const byteAxis = (values: readonly number[], unit: ByteUnit): LogAxis =>
  unit === 'decimal' ? logAxis(values) : logAxis(values, 4);

/**
 * Every second or third of the contexts where all of them would crowd the axis. Only those that are the last one
 * halved some times: a window among them is no place for a tick.
 */
export function contextTicks(contexts: readonly number[], most = 6): number[] {
  const longest = contexts.at(-1) ?? 1;
  const even = contexts.filter((context) => Number.isInteger(Math.log2(longest / context)));
  const step = Math.ceil(even.length / most);
  return even.filter((_, i) => (even.length - 1 - i) % step === 0);
}

/** A tick's label without the digits that say nothing: 1.00 GB is 1 GB. */
export const roundTick = (label: string): string =>
  label.replace(/(\.\d*?)0+(?=\s|$)/, '$1').replace(/\.(?=\s|$)/, '');

/** The axis of decode times, ns: it holds every bound and every measured quartile. */
export const timeAxis = (
  bounds: readonly BoundLine[],
  points: readonly Pick<MeasuredPoint, 'q1Ns' | 'q3Ns'>[],
): LogAxis =>
  logAxis([
    ...bounds.flatMap(({ boundNs }) => boundNs),
    ...points.flatMap(({ q1Ns, q3Ns }) => [q1Ns, q3Ns]),
  ]);
