// Heads of keys and values in the fields of a config.json: written for the family whose code can be told most of them.

import type { NativeDims } from '../attention/propose';
import type { RopeSpec } from '../attention/rope';
import type { Conventions } from '../attention/variant';
import type { ConfigNote, ConfigNoteCode, Fields, Written } from './config';
import { headFamilies, type HeadFamily } from './headFamilies';
import { layerTypes, type Layers } from './layerFields';
import { fewestDigits, headRope } from './ropeFields';

export type HeadDims = Extract<NativeDims, { readonly kvHeads: number }>;

/** What a file is asked to say, with nothing left to a rule. */
interface Wanted {
  readonly dims: HeadDims;
  readonly layers: Layers;
  readonly conventions: Conventions;
  /** Null where nothing turns. */
  readonly rope: RopeSpec | null;
  /** Columns of a head that turn. */
  readonly rotaryDim: number;
  readonly biases: readonly string[];
  /** Of scores, where it is not 1 / sqrt(headDim). */
  readonly scale: number | undefined;
  readonly maxContext: number | null;
}

function wantedOf(
  dims: HeadDims,
  layers: Layers,
  conventions: Conventions,
  maxContext: number | null,
): Wanted {
  const { headDim } = dims;
  const { scale, scaleFactor = 1, biases = [] } = conventions;
  // Rotation turns pairs: the last column of an odd head passes unchanged.
  const { rotaryDim = headDim - (headDim % 2) } = conventions;
  return {
    dims,
    layers,
    conventions,
    rope: rotaryDim > 0 ? conventions.rope : null,
    rotaryDim,
    biases,
    scale: scale ?? (scaleFactor === 1 ? undefined : scaleFactor * headDim ** -0.5),
    maxContext,
  };
}

const biasesIn = ({ biases }: HeadFamily, wanted: readonly string[]) =>
  biases.find(({ on }) => on.length === wanted.length && on.every((of) => wanted.includes(of)));

/** Whether the family can have these heads at all. */
function canHave({ kvHeads }: HeadFamily, { dims, rope }: Wanted): boolean {
  if (kvHeads === undefined) return true;
  const { modelDim, queryHeads, headDim } = dims;
  const counted = kvHeads === 'own' ? queryHeads : 1;
  return rope === null && dims.kvHeads === counted && queryHeads * headDim === modelDim;
}

/** The pairs that turn, whatever order they are then kept in. */
const turning = (pairs: RopeSpec['pairs']) => (pairs === 'half' ? 'half' : 'interleaved');

const sameRotation = (a: RopeSpec, b: RopeSpec) =>
  a.pairs === b.pairs &&
  a.theta === b.theta &&
  a.cosSinScale === b.cosSinScale &&
  JSON.stringify(a.scaling) === JSON.stringify(b.scaling);

/** Whether the family can rotate the windowed layers as asked. */
function rotatesLocally({ localTheta }: HeadFamily, { layers, rope }: Wanted): boolean {
  if (!rope || layers.windowed === 0) return true;
  const local = layers.localRope ?? rope;
  if (!localTheta) return sameRotation(local, rope);
  return sameRotation(local, { ...rope, theta: local.theta, scaling: null, cosSinScale: 1 });
}

/** What the family's code cannot be told. */
function unsaidBy(family: HeadFamily, wanted: Wanted): ConfigNote[] {
  const { layers, conventions, rope, rotaryDim, dims, biases, scale } = wanted;
  const { windowed, window, full } = layers;
  const found: ConfigNote[] = [];
  const miss = (missing: boolean, code: ConfigNoteCode, values: ConfigNote['values'] = {}) => {
    if (missing) found.push({ code, values });
  };
  const windowsSaid = family.windows === 'listed' || (family.windows === 'all' && full === 0);
  miss(windowed > 0 && !windowsSaid, 'unsaidWindows', { windowed, window: window ?? 0 });
  miss(!rotatesLocally(family, wanted), 'unsaidLocalRotation', { windowed });
  miss((rope === null) !== (family.pairs === null), 'unsaidRotation');
  if (rope && family.pairs) {
    miss(turning(rope.pairs) !== family.pairs, 'unsaidPairs');
    const partial = rotaryDim !== dims.headDim;
    miss(partial && !family.rotatesPart, 'unsaidRotaryDim', { rotaryDim, headDim: dims.headDim });
  }
  const named = biases.join(' ') || '–';
  miss(!biasesIn(family, biases), 'unsaidBiases', { biases: named });
  const norm = conventions.headNorm === true;
  miss(family.headNorm === 'always' ? !norm : norm && !family.headNorm, 'unsaidHeadNorm');
  miss((conventions.sinks === true) !== (family.sinks === true), 'unsaidSinks');
  const { softcap = 0 } = conventions;
  miss(softcap > 0 && !family.softcap, 'unsaidSoftcap', { softcap });
  miss(scale !== undefined && !family.scale, 'unsaidScale', { scale: scale ?? 0 });
  return found;
}

/** Windows change the bytes of the cache, and rotation every score; all else counts for one. */
const weights: Partial<Record<ConfigNoteCode, number>> = { unsaidWindows: 100, unsaidRotation: 10 };

const missed = (notes: readonly ConfigNote[]): number =>
  notes.reduce((sum, { code }) => sum + (weights[code] ?? 1), 0);

function windowFields(family: HeadFamily, { layers }: Wanted): Fields {
  if (!family.windows) return {};
  const on = layers.window !== null && (family.windows === 'listed' || layers.full === 0);
  const lists = family.windows === 'listed' && (on || family.windowedByDefault === true);
  return {
    ...(family.switchesWindows ? { use_sliding_window: on } : {}),
    sliding_window: on ? layers.window : null,
    ...(lists ? { layer_types: layerTypes(layers) } : {}),
  };
}

/** A share of which the whole part of `headDim` times it is `rotaryDim`, as readers compute it. */
function partialFactor(rotaryDim: number, headDim: number): number {
  const exact = rotaryDim / headDim;
  return Math.floor(headDim * exact) === rotaryDim ? exact : (rotaryDim + 0.5) / headDim;
}

function rotationFields(family: HeadFamily, { rope, rotaryDim, dims, layers }: Wanted): Written {
  // Its code may turn a part of each head where no field says how much, whether it should turn or not.
  const part: Fields =
    family.rotatesPart && rotaryDim > 0
      ? { partial_rotary_factor: partialFactor(rotaryDim, dims.headDim) }
      : {};
  if (!rope || !family.pairs) return { fields: part, notes: [] };
  const { fields, notes } = headRope(rope);
  const local =
    layers.windowed > 0 && family.localTheta
      ? { rope_local_base_freq: (layers.localRope ?? rope).theta }
      : {};
  return { fields: { ...fields, ...local, ...part }, notes };
}

function scaleFields({ scale: field }: HeadFamily, { scale, dims }: Wanted): Fields {
  if (!field) return {};
  if (field === 'attention_multiplier') return { [field]: scale ?? dims.headDim ** -0.5 };
  const divided =
    scale === undefined ? dims.headDim : fewestDigits(scale ** -2, scale, (tried) => tried ** -0.5);
  return { [field]: divided };
}

/** GPT-2's names, which only models with learned positions still have. */
function sizeFields(family: HeadFamily, { dims, layers, maxContext }: Wanted): Fields {
  const { modelDim, queryHeads, kvHeads, headDim } = dims;
  const count = layers.full + layers.windowed;
  if (!family.pairs) {
    return {
      n_embd: modelDim,
      n_layer: count,
      n_head: queryHeads,
      ...(maxContext === null ? {} : { n_positions: maxContext }),
    };
  }
  return {
    hidden_size: modelDim,
    num_hidden_layers: count,
    num_attention_heads: queryHeads,
    num_key_value_heads: kvHeads,
    head_dim: headDim,
    ...(maxContext === null ? {} : { max_position_embeddings: maxContext }),
  };
}

export function headConfig(
  dims: HeadDims,
  layers: Layers,
  conventions: Conventions,
  maxContext: number | null,
): Written {
  const wanted = wantedOf(dims, layers, conventions, maxContext);
  const [first, ...others] = headFamilies
    .filter((family) => canHave(family, wanted))
    .map((family) => ({ family, notes: unsaidBy(family, wanted) }));
  if (!first) throw new Error('no family of models with heads is listed');
  const { family, notes } = others.reduce(
    (best, each) => (missed(each.notes) < missed(best.notes) ? each : best),
    first,
  );
  const { headNorm = false, normEps, softcap = 0 } = conventions;
  const rotation = rotationFields(family, wanted);
  const nearest = biasesIn(family, wanted.biases) ?? family.biases[0];
  return {
    fields: {
      architectures: [family.architecture],
      model_type: family.modelType,
      ...sizeFields(family, wanted),
      ...windowFields(family, wanted),
      ...rotation.fields,
      ...nearest?.fields,
      ...(family.headNorm === 'use_qk_norm' ? { use_qk_norm: headNorm } : {}),
      // Elsewhere the norms inside attention are none, and those outside are not known here.
      ...(family.headNorm && headNorm ? { rms_norm_eps: normEps } : {}),
      ...(family.softcap ? { attn_logit_softcapping: softcap || null } : {}),
      ...scaleFields(family, wanted),
    },
    notes: [...notes, ...rotation.notes],
  };
}
