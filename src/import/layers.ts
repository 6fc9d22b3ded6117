// How many layers keep a cache, and how many of them only a window.

import type { DimRange } from '../attention/dims';
import type { LayerGroup } from '../attention/layers';
import { layerNames } from './fieldNames';
import { layerKinds, type LayerKind } from './layerKinds';
import type { KnownType } from './modelType';
import { readWindow, type WindowSize } from './window';
import type { FieldReader } from './reader';

export const layerRange: DimRange = { min: 1, max: 1024 };

/** Nothing where a field is missing or wrong: the account says which. */
export function layerGroups(
  fields: FieldReader,
  known: KnownType | undefined,
): readonly LayerGroup[] | undefined {
  const layers = layerCount(fields);
  const sliding = readWindow(fields, known);
  if (layers === undefined || sliding === undefined) return undefined;
  const kinds = layerKinds(fields, layers, sliding, known);
  return kinds && cached(fields, kinds, sliding);
}

/** LongCat's blocks hold two attentions each: where the file gives both counts, that of attentions is the one. */
function layerCount(fields: FieldReader): number | undefined {
  const blocks = fields.field('num_layers');
  const attentions = fields.field('num_hidden_layers');
  if (blocks && attentions && typeof blocks.value === 'number' && blocks.value > 0) {
    if (attentions.value === 2 * blocks.value) {
      const layers = fields.wholeIn(attentions, layerRange);
      if (layers !== undefined) fields.read('layers', layers, attentions.place, 'twoPerBlock');
      return layers;
    }
  }
  // A model with experts that do nothing (LongCat) may have two attentions in each of what it calls a layer.
  if (!attentions) fields.wonder(fields.field('zero_expert_num'), 'mayHoldTwo');
  return fields.required('layers', layerNames, layerRange);
}

/** Layers that keep what an earlier one cached: none of their own. */
function withoutShared(fields: FieldReader, kinds: readonly LayerKind[]): readonly LayerKind[] {
  const total = kinds.length;
  const say = (left: readonly LayerKind[], field: ReturnType<FieldReader['field']>) => {
    if (field && left.length < total) {
      fields.read('cachedLayers', left.length, field.place, 'shared', { layers: total });
    }
    return left;
  };
  const every = fields.field('cla_share_factor');
  if (fields.flag('use_cla') === true && every) {
    const factor = fields.wholeIn(every, layerRange);
    return say(factor ? kinds.filter((_, i) => i % factor === 0) : kinds, every);
  }
  const last = fields.field('num_kv_shared_layers');
  if (last) {
    const count = fields.wholeIn(last, { min: 0, max: total - 1 });
    return say(count ? kinds.slice(0, total - count) : kinds, last);
  }
  return kinds;
}

function cached(
  fields: FieldReader,
  kinds: readonly LayerKind[],
  sliding: WindowSize,
): readonly LayerGroup[] | undefined {
  const left = withoutShared(fields, kinds).filter((kind) => kind !== 'none');
  if (left.length === 0) return fields.problem('noCachedLayers', fields.pathOf('layer_types'));
  const { tokens, field } = sliding;
  const windowed = left.filter((kind) => kind === 'window').length;
  if (windowed > 0 && !field) {
    return fields.problem('noWindow', fields.pathOf('sliding_window'), { windowed });
  }
  if (windowed === 0 || tokens === null) {
    if (tokens !== null) fields.ignore(field, 'windowUnused');
    return [{ layers: left.length }];
  }
  fields.read('window', tokens, field?.place ?? null);
  const full = left.length - windowed;
  return [...(full > 0 ? [{ layers: full }] : []), { layers: windowed, window: tokens }];
}
