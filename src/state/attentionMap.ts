// Store: two attention maps as the device made them, as plain data; and what one head of both has in common.

import { createStore } from 'zustand/vanilla';
import type {
  AttentionMap,
  DeviceReport,
  MapEvent,
  MapPlace,
  MapRequest,
  RunFailure,
} from '../engine/protocol';

export interface MapLook {
  readonly status: 'idle' | 'running' | 'stopping' | 'finished' | 'stopped' | 'failed';
  readonly run: { readonly request: MapRequest; readonly device: DeviceReport } | null;
  /** Which is being made. */
  readonly place: MapPlace;
  readonly maps: readonly [AttentionMap | null, AttentionMap | null];
  readonly failures: readonly { readonly place: MapPlace; readonly failure: RunFailure }[];
  /** Why nothing at all could be had. */
  readonly failure: RunFailure | null;
}

export const noMaps: MapLook = {
  status: 'idle',
  run: null,
  place: 0,
  maps: [null, null],
  failures: [],
  failure: null,
};

export const mapStore = createStore<MapLook>(() => noMaps);

export function afterMapEvent(look: MapLook, event: MapEvent): MapLook {
  const { place } = event;
  switch (event.type) {
    case 'preparing':
      return { ...look, place };
    case 'map': {
      const [a, b] = look.maps;
      return { ...look, maps: place === 0 ? [event.map, b] : [a, event.map] };
    }
    case 'failed':
      return { ...look, failures: [...look.failures, { place, failure: event.failure }] };
  }
}

/** One head of two maps. */
export interface HeadPair {
  /** Counted from 0. */
  readonly head: number;
  readonly tokens: number;
  /** [tokens, tokens]: query, key; 0 where the key comes after the query. */
  readonly a: Float32Array | Float64Array;
  readonly b: Float32Array | Float64Array;
  /** [tokens, tokens]: A - B. */
  readonly difference: Float64Array;
  /** max |A - B|; NaN where a weight is none. */
  readonly largest: number;
  /** Query and key of it, counted from 0. */
  readonly at: { readonly query: number; readonly key: number };
  /** Queries whose largest weight is on the same key in both. */
  readonly sameKeys: number;
}

/** Of the first `keys` of a row. */
function strongestKey(weights: Float32Array | Float64Array, row: number, keys: number): number {
  let best = 0;
  for (let key = 1; key < keys; key++) {
    if ((weights[row + key] ?? 0) > (weights[row + best] ?? 0)) best = key;
  }
  return best;
}

/**
 * @param head counted from 1; the last one where there are fewer
 */
export function headPair(a: AttentionMap, b: AttentionMap, wanted: number): HeadPair {
  const tokens = Math.min(a.tokens, b.tokens);
  const head = Math.max(0, Math.min(wanted, a.queryHeads, b.queryHeads) - 1);
  const size = tokens * tokens;
  const ofA = a.weights.subarray(head * size, (head + 1) * size);
  const ofB = b.weights.subarray(head * size, (head + 1) * size);
  const difference = Float64Array.from(ofA, (weight, i) => weight - (ofB[i] ?? NaN));
  let largest = 0;
  let furthest = 0;
  for (const [i, value] of difference.entries()) {
    // A NaN is larger than anything.
    if (Math.abs(value) <= largest) continue;
    [largest, furthest] = [Math.abs(value), i];
    if (Number.isNaN(value)) break;
  }
  let sameKeys = 0;
  for (let query = 0; query < tokens; query++) {
    const row = query * tokens;
    const keyOf = (weights: Float32Array | Float64Array) => strongestKey(weights, row, query + 1);
    if (keyOf(ofA) === keyOf(ofB)) sameKeys += 1;
  }
  const at = { query: Math.floor(furthest / tokens), key: furthest % tokens };
  return { head, tokens, a: ofA, b: ofB, difference, largest, at, sameKeys };
}
