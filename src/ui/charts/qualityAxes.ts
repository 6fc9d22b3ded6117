// Ranges and ticks of chart C6: figures that lie close together on a linear axis, caches on a logarithmic one.

import type { ByteUnit } from '../../state/controls';
import type { QualityDataset } from '../../state/quality';
import { showBytes } from '../quantity';
import { showCache } from './qualityText';

export interface Axis {
  readonly domain: [low: number, high: number];
  readonly ticks: number[];
  readonly show: (tick: number) => string;
}

/** 1, 2 or 5 times a power of ten, the least that is not below `size`. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find((each) => each * power >= size * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Multiples of a round step, at most `most` steps, with room for marks beyond the outermost values. */
export function valueAxis(values: readonly number[], most = 8): Axis {
  if (values.length === 0) return { domain: [0, 1], ticks: [0, 1], show: String };
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  const span = largest - least || Math.abs(largest) / 50 || 1;
  const [low, high] = [least - span / 12, largest + span / 12];
  const step = roundStep((high - low) / most);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return {
    domain: [low, high],
    // A product of the step alone is a hair beside the number that it stands for.
    ticks: Array.from({ length: last - first + 1 }, (_, i) =>
      Number(((first + i) * step).toPrecision(12)),
    ),
    show: (tick) => tick.toFixed(decimals),
  };
}

/** Powers of two where caches are counted in elements of a layer or in KiB, otherwise 1, 2 and 5 in each decade. */
export function cacheAxis(
  caches: readonly number[],
  dataset: QualityDataset,
  unit: ByteUnit,
): Axis {
  const { x } = dataset;
  if (caches.length === 0) return { domain: [1, 10], ticks: [1, 10], show: String };
  const [low, high] = [Math.min(...caches) / 1.35, Math.max(...caches) * 1.35];
  const binary = x === 'elementsPerTokenLayer' || (x === 'bytesPerToken' && unit === 'binary');
  const [base, factors] = binary ? [2, [1]] : [10, [1, 2, 5]];
  const power = (cache: number) => Math.floor(Math.log(cache) / Math.log(base));
  const ticks: number[] = [];
  for (let p = power(low); p <= power(high); p++) {
    ticks.push(...factors.map((factor) => factor * base ** p));
  }
  return {
    domain: [low, high],
    ticks: ticks.filter((tick) => tick >= low && tick <= high),
    show: (tick) =>
      x === 'bytesPerToken'
        ? showBytes(tick, unit).replace('.00', '').replace('.0 ', ' ')
        : showCache(tick, dataset),
  };
}

/**
 * Radius of a mark in pixels whose area is proportional to its parameters: 6.5 px around the middle of those drawn, and
 * no mark under 4 px. Where parameters are not stated all are alike.
 */
export function radiusOf(counts: readonly (number | undefined)[]): (count?: number) => number {
  const stated = counts.filter((count) => count !== undefined);
  if (stated.length < counts.length || stated.length === 0) return () => 6;
  const middle = Math.exp(stated.reduce((sum, n) => sum + Math.log(n), 0) / stated.length);
  const scale = Math.max(6.5 / Math.sqrt(middle), 4 / Math.sqrt(Math.min(...stated)));
  return (count = middle) => scale * Math.sqrt(count);
}
