// How many layers keep every token and how many a window, and the list in which a file says so.

import { layersOf } from '../attention/layers';
import type { RopeSpec } from '../attention/rope';
import type { ModelLayers } from '../facts/model';

export interface Layers {
  readonly full: number;
  readonly windowed: number;
  /** Tokens; null where no layer has a window. */
  readonly window: number | null;
  /** How the windowed layers rotate, where it is not as the others do. */
  readonly localRope: RopeSpec | undefined;
}

/** The sizes of windows, in tokens: a file has one field for them. */
export const windowSizes = (groups: readonly ModelLayers[]): readonly number[] => [
  ...new Set(groups.flatMap(({ window }) => window ?? [])),
];

/** The layers of groups whose windows are of one size. */
export function layersByKind(groups: readonly ModelLayers[]): Layers {
  const windowed = groups.filter(({ window }) => window !== undefined);
  return {
    full: layersOf(groups) - layersOf(windowed),
    windowed: layersOf(windowed),
    window: windowSizes(groups)[0] ?? null,
    localRope: windowed.find(({ rope }) => rope !== undefined)?.rope,
  };
}

/**
 * One word for each layer. Which layers have the window is not known: those that have none are spread out as in Gemma 3
 * and gpt-oss, each the last of as many as there are for one.
 */
export function layerTypes({ full, windowed }: Layers): string[] {
  const layers = full + windowed;
  const every = full === 0 ? Infinity : Math.floor(layers / full);
  const isFull = (layer: number) => (layer + 1) % every === 0 && (layer + 1) / every <= full;
  return Array.from({ length: layers }, (_, layer) =>
    isFull(layer) ? 'full_attention' : 'sliding_attention',
  );
}
