// Requests for two attention maps at small, odd sizes, and what came of one.

import { plainConventions } from '../attention/variant';
import { variants } from '../attention/variants';
import type { DecodeDevice } from './decodeRun';
import { mapOn } from './mapOn';
import type { AttentionMap, MapRequest, MapSide } from './mapRecords';
import { smallDims } from './smallDims.test-support';

export const mapTokens = 19;

export const mapSide = (
  variantId: string,
  mode: string,
  format: MapSide['format'] = 'f32',
): MapSide => ({ variantId, mode, format, dims: smallDims });

export const mapRequest = (a: MapSide, b: MapSide): MapRequest => ({
  conventions: plainConventions,
  sides: [a, b],
  seed: 11,
  tokens: mapTokens,
});

/** Every variant in every mode. */
export const everyMapSide: readonly MapSide[] = variants.flatMap(({ id, modes }) =>
  modes.filter((mode) => mode.id !== 'recomputed').map((mode) => mapSide(id, mode.id)),
);

/** Both maps; throws where one could not be had. */
export async function bothMaps(
  device: DecodeDevice | null,
  request: MapRequest,
): Promise<readonly [AttentionMap, AttentionMap]> {
  const maps: AttentionMap[] = [];
  for await (const event of mapOn(device, request, new AbortController().signal)) {
    if (event.type === 'failed') throw new Error(JSON.stringify(event));
    if (event.type === 'map') maps[event.place] = event.map;
  }
  const [a, b] = maps;
  if (!a || !b) throw new Error('a map is missing');
  return [a, b];
}

/** Every query's weights, with what it sees and what it does not. */
export function* rowsOf({ queryHeads, tokens, weights }: AttentionMap) {
  for (let row = 0; row < queryHeads * tokens; row++) {
    const all = [...weights.subarray(row * tokens, (row + 1) * tokens)];
    const seen = (row % tokens) + 1;
    yield { seen: all.slice(0, seen), hidden: all.slice(seen) };
  }
}

export function furthest(a: AttentionMap, b: AttentionMap): number {
  let most = 0;
  for (const [i, weight] of a.weights.entries()) {
    most = Math.max(most, Math.abs(weight - (b.weights[i] ?? NaN)));
  }
  return most;
}
