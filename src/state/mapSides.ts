// Derived: which two attention maps are asked for, what else could be, and the pairs that teach something.

import type { Dims } from '../attention/dims';
import { formatIds, type FormatId } from '../attention/format';
import { isCopyOf } from '../attention/headCopies';
import type { Plan } from '../attention/plan';
import type { MapRequest, MapSide } from '../engine/protocol';
import { offeredModes, type Controls } from './controls';
import { entriesOf, type Entry } from './entries';
import { modelOf } from './modelShape';
import { remember } from './remember';
import { cutDims } from './tokenRequest';

/** A variant in a mode, of which a map can be had. */
export interface MapLayer {
  /** `mla.absorbed`. */
  readonly id: string;
  readonly variantId: string;
  readonly mode: string;
  /** Of a layer cut so that float64 checks all of it at once. */
  readonly dims: Dims;
  readonly plan: Plan;
}

/** `modes`: two ways over one cache; `heads`: few heads and their copies; `formats`: one layer over two caches. */
interface MapPair {
  readonly kind: 'modes' | 'heads' | 'formats';
  readonly mapA: string;
  readonly mapB: string;
}

export interface MapSides {
  readonly layers: readonly MapLayer[];
  readonly pairs: readonly MapPair[];
  /** As they are set or stand in; null where no variant shown has possible sizes. */
  readonly settings: Pick<Controls, 'mapA' | 'mapB'> | null;
  readonly request: MapRequest | null;
  /** Whether one side's heads are copies of the other's. */
  readonly copied: boolean;
}

const sideName = ({ id }: Pick<MapLayer, 'id'>, format: FormatId): string => `${id}.${format}`;

/** The layer and the format that a setting names; the first layer, or the last one for B, where it is not there. */
export function readSide(
  layers: readonly MapLayer[],
  setting: string,
  otherwise: MapLayer | undefined,
): { readonly layer: MapLayer; readonly format: FormatId } | null {
  const [variantId, mode, named] = setting.split('.');
  const layer = layers.find(({ id }) => id === `${variantId}.${mode}`) ?? otherwise;
  return layer ? { layer, format: formatIds.find((id) => id === named) ?? 'f32' } : null;
}

function layersOf(entries: readonly Entry[], conventions: MapRequest['conventions']): MapLayer[] {
  // What was put aside is of other models.
  return entries
    .filter(({ pin, plan }) => pin === null && plan !== null)
    .flatMap(({ variant, shape }) => {
      const dims = cutDims(shape.dims);
      return offeredModes(variant).map(({ id: mode }) => ({
        id: `${variant.id}.${mode}`,
        variantId: variant.id,
        mode,
        dims,
        plan: variant.plan(dims, { phase: 'decode', mode, conventions }),
      }));
    });
}

/** Each kind once, where the variants shown have it. */
function pairsOf(layers: readonly MapLayer[], first: MapLayer | undefined): MapPair[] {
  const pairs: MapPair[] = [];
  const add = (kind: MapPair['kind'], a: MapLayer, b: MapLayer, format: FormatId = 'f32') =>
    pairs.push({ kind, mapA: sideName(a, 'f32'), mapB: sideName(b, format) });
  for (const [i, a] of layers.entries()) {
    const b = layers[i + 1];
    if (b?.variantId !== a.variantId) continue;
    add('modes', a, b);
    break;
  }
  // Of several, the one with the most heads that are shared.
  const copies = layers
    .flatMap((few) =>
      layers.filter((many) => isCopyOf(many.plan, few.plan)).map((many) => ({ few, many })),
    )
    .toSorted((x, y) => heads(y.few) - heads(x.few) || heads(y.many) - heads(x.many));
  if (copies[0]) add('heads', copies[0].few, copies[0].many);
  if (first) add('formats', first, first, 'int4');
  return pairs;
}

const heads = ({ plan }: MapLayer): number =>
  plan.cache.reduce((most, field) => Math.max(most, field.heads), 0);

const derived = remember(
  (
    entries: readonly Entry[],
    modelId: string,
    imported: Controls['imported'],
    mapA: string,
    mapB: string,
    tokens: number,
    seed: number,
  ): MapSides => {
    const { conventions } = modelOf({ modelId, imported });
    const layers = layersOf(entries, conventions);
    const a = readSide(layers, mapA, layers[0]);
    const b = readSide(layers, mapB, layers.at(-1));
    const pairs = pairsOf(layers, a?.layer);
    if (!a || !b) return { layers, pairs, settings: null, request: null, copied: false };
    const [sideA, sideB] = [a, b].map(({ layer: { variantId, mode, dims }, format }): MapSide => ({
      variantId,
      mode,
      dims,
      format,
    }));
    const isCopied = isCopyOf(a.layer.plan, b.layer.plan) || isCopyOf(b.layer.plan, a.layer.plan);
    return {
      layers,
      pairs,
      settings: { mapA: sideName(a.layer, a.format), mapB: sideName(b.layer, b.format) },
      request: sideA && sideB ? { conventions, sides: [sideA, sideB], seed, tokens } : null,
      copied: isCopied,
    };
  },
);

/** The same object while nothing that it is made of changes. */
export const mapSidesOf = (c: Controls): MapSides =>
  derived(entriesOf(c), c.modelId, c.imported, c.mapA, c.mapB, Number(c.mapTokens), c.seed);
