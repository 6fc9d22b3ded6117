// Derived: how each variant's cache grows with the context, and where it fills a device's memory (chart C2).

import { deviceById, type Device } from '../facts/devices';
import { cacheBytes, largestContext } from '../price/cache';
import { decodePlan, modeOf } from './bills';
import { shownVariants, type Controls } from './controls';
import { remember } from './remember';
import { layerGroups, servingProblems } from './serving';

export interface GrowthLine {
  readonly variantId: string;
  readonly mode: string;
  /** Bytes of the whole cache with padded rows, as memory holds it, one for each context of `Growth.contexts`. */
  readonly bytes: readonly number[];
  readonly bytesAtContext: number;
  /** Of the device's memory, by the cache at the context chosen; 1 is all of it. */
  readonly shareOfMemory: number;
  /** The longest context, in tokens, whose cache alone fits the device's memory; Infinity where it stops growing. */
  readonly fullAtTokens: number;
}

export interface Growth {
  /** Powers of two, tokens; and the window of some layers, where the lines bend. */
  readonly contexts: readonly number[];
  /** The context chosen; null where it is impossible. */
  readonly context: number | null;
  readonly device: Device;
  /** Variants shown, with possible sizes only. */
  readonly lines: readonly GrowthLine[];
}

const first = 512;
const last = 1048576;

/** Powers of two from the first on, up to a limit, and the window among them. */
const contextsTo = remember((limit: number, window: number | null): readonly number[] => {
  const contexts = new Set<number>();
  for (let tokens = first; tokens <= limit; tokens *= 2) contexts.add(tokens);
  if (window !== null && window > first && window < limit) contexts.add(window);
  return [...contexts].toSorted((a, b) => a - b);
});

const derive = remember(
  (
    shown: Controls['shown'],
    dims: Controls['dims'],
    modes: Controls['modes'],
    format: Controls['format'],
    layers: number,
    windowLayers: number,
    window: number,
    batch: number,
    context: number,
    device: Device,
  ): Growth => {
    const layered = { layers, windowLayers, window };
    const problems = servingProblems({ ...layered, batch, context });
    const possible = problems.every(({ field }) => field === 'context');
    const at = problems.some(({ field }) => field === 'context') ? null : context;
    const contexts = contextsTo(
      Math.max(last, at ?? 0),
      possible && windowLayers > 0 ? window : null,
    );
    const lines = shownVariants(shown).flatMap((variant): GrowthLine[] => {
      if (!possible || variant.problems(dims).length > 0) return [];
      const mode = modeOf(modes, variant.id);
      const plan = decodePlan(variant, dims, mode);
      const size = { groups: layerGroups(layered), batch, format };
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

/** The same object as long as nothing that it says changes. */
export const growthOf = (c: Controls): Growth =>
  derive(
    c.shown,
    c.dims,
    c.modes,
    c.format,
    c.layers,
    c.windowLayers,
    c.window,
    c.batch,
    c.context,
    deviceById(c.deviceId),
  );
