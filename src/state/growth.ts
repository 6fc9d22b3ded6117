// Derived: how each variant's cache grows with the context, and where it fills a device's memory (chart C2).

import { variants } from '../attention/variants';
import type { Device } from '../facts/devices';
import { cacheBytes, largestContext } from '../price/cache';
import { decodePlan, modeOf } from './bills';
import type { Controls } from './controls';
import { remember } from './remember';
import { servingRanges } from './serving';

export interface GrowthLine {
  readonly variantId: string;
  readonly mode: string;
  /** Bytes of the whole cache with padded rows, as memory holds it, one for each context of `Growth.contexts`. */
  readonly bytes: readonly number[];
  readonly bytesAtContext: number;
  /** Of the device's memory, by the cache at the context chosen; 1 is all of it. */
  readonly shareOfMemory: number;
  /** The longest context, in tokens, whose cache alone fits the device's memory. */
  readonly fullAtTokens: number;
}

export interface Growth {
  /** Powers of two, tokens. */
  readonly contexts: readonly number[];
  /** The context chosen; null where it is impossible. */
  readonly context: number | null;
  readonly device: Device;
  /** Variants with possible sizes only. */
  readonly lines: readonly GrowthLine[];
}

const first = 512;
const last = 1048576;

/** Powers of two from the first on, up to a limit. */
const contextsTo = remember((limit: number): readonly number[] => {
  const contexts: number[] = [];
  for (let tokens = first; tokens <= limit; tokens *= 2) contexts.push(tokens);
  return contexts;
});

export const growthOf = remember(
  (
    dims: Controls['dims'],
    modes: Controls['modes'],
    format: Controls['format'],
    layers: number,
    batch: number,
    context: number,
    device: Device,
  ): Growth => {
    const inRange = (value: number, { min, max }: { min: number; max: number }) =>
      Number.isInteger(value) && value >= min && value <= max;
    const possible = inRange(layers, servingRanges.layers) && inRange(batch, servingRanges.batch);
    const at = inRange(context, servingRanges.context) ? context : null;
    const contexts = contextsTo(Math.max(last, at ?? 0));
    const lines = variants.flatMap((variant): GrowthLine[] => {
      if (!possible || variant.problems(dims).length > 0) return [];
      const mode = modeOf(modes, variant.id);
      const plan = decodePlan(variant, dims, mode);
      const size = { groups: [{ layers }], batch, format };
      const bytesAt = (tokens: number) => Number(cacheBytes(plan, { ...size, tokens }).paddedBytes);
      return [
        {
          variantId: variant.id,
          mode,
          bytes: contexts.map(bytesAt),
          bytesAtContext: bytesAt(at ?? first),
          shareOfMemory: bytesAt(at ?? first) / device.memoryBytes,
          fullAtTokens: largestContext(plan, size, device.memoryBytes),
        },
      ];
    });
    return { contexts, context: at, device, lines };
  },
);
