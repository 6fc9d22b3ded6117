// How positions enter: rotation with its base and stretching, or something that rotates nothing.

import type { NativeDims } from '../attention/propose';
import type { RopeSpec } from '../attention/rope';
import type { Conventions } from '../attention/variant';
import { attentionPartNames } from './fieldNames';
import type { KnownType } from './modelType';
import { readScaling } from './ropeScaling';
import type { FieldReader } from './reader';

type Rotation = Pick<Conventions, 'rope' | 'rotaryDim' | 'scaleFactor'>;

/** Bases of the layers with a window, where those rotate otherwise than the others. */
const localNames = ['rope_local_base_freq', 'swa_rope_theta', 'local_rope_theta'] as const;

const thetaNames = ['rope_theta', 'rotary_emb_base', 'rope_base'] as const;
const fractionNames = ['partial_rotary_factor', 'rotary_pct', 'rope_pct', 'rope_percent'] as const;

/** A base of 1 turns every pair alike, and its logarithm divides in YaRN. */
const thetaRange = { min: 1.0001, max: 1e12 };

export function rotation(
  fields: FieldReader,
  dims: NativeDims,
  known: KnownType | undefined,
): Rotation {
  // By kind of layer in some files: the layers that see everything are the ones that matter at length.
  const parameters = fields.inside('rope_parameters');
  const byLayer = parameters?.inside('full_attention');
  const parts = attentionPartNames.flatMap((name) => fields.inside(name) ?? []);
  const inner = byLayer ?? parameters ?? fields.inside('rope_scaling');
  const places = [fields, ...(inner ? [inner] : []), ...parts];

  if (rotatesNothing(fields, places, known)) return { rope: null };
  const theta = readTheta(fields, places, known);
  const { scaling, ...scales } = readScaling(fields, inner, 'latentDim' in dims);
  const turned = rotaryDim(fields, places, dims, known);
  const rope: RopeSpec = {
    pairs: readPairs(fields, dims, known),
    theta,
    scaling,
    cosSinScale: scales.cosSinScale ?? 1,
  };
  return {
    rope,
    ...(turned !== undefined && { rotaryDim: turned }),
    ...(scales.scaleFactor !== undefined && { scaleFactor: scales.scaleFactor }),
  };
}

/** The rotation of layers with a window, where the file gives them a base of their own. */
export function localRotation(
  fields: FieldReader,
  rope: RopeSpec | null,
  known: KnownType | undefined,
): RopeSpec | undefined {
  const inner = fields.inside('rope_parameters')?.inside('sliding_attention');
  const field = fields.oneOf(localNames) ?? inner?.field('rope_theta');
  const kind = inner?.field('rope_type');
  if (kind && kind.value !== 'default') fields.wonder(kind, 'ropeNotModelled');
  const usual = known?.localTheta;
  const theta = field ? fields.numberIn(field, thetaRange) : usual;
  if (theta === undefined || !rope) return undefined;
  if (field) fields.read('localTheta', theta, field.place);
  else if (known) {
    fields.read('localTheta', theta, known.place, 'defaultOfType', { modelType: known.name });
  }
  return { ...rope, theta, scaling: null, cosSinScale: 1 };
}

/** Which columns of a head turn together. */
function readPairs(
  fields: FieldReader,
  dims: NativeDims,
  known: KnownType | undefined,
): RopeSpec['pairs'] {
  const flag = fields.flag('rope_interleave');
  const field = fields.field('rope_interleave');
  if (field && flag !== undefined) {
    const said = flag ? 'interleaved' : 'half';
    fields.read('pairs', said, field.place);
    return said;
  }
  if (known) {
    const said = known.pairs ?? 'half';
    fields.read('pairs', said, known.place, 'codeOfType', { modelType: known.name });
    return said;
  }
  const isLatent = 'latentDim' in dims;
  const assumed = isLatent ? 'interleaved' : 'half';
  fields.read('pairs', assumed, null, isLatent ? 'pairsOfLatent' : 'pairsOfHeads');
  return assumed;
}

function rotatesNothing(
  fields: FieldReader,
  places: readonly FieldReader[],
  known: KnownType | undefined,
): boolean {
  const alibi = places.find((place) => place.flag('alibi') === true)?.field('alibi');
  const kind = fields.field('position_embedding_type');
  const byKind = kind?.value === 'alibi' || kind?.value === 'absolute' || kind?.value === 'learned';
  const mentions = places.some((place) =>
    [
      ...thetaNames,
      ...fractionNames,
      'rotary_dim',
      'rope_scaling',
      'rope_parameters',
      'alibi',
    ].some((name) => place.names(name)),
  );
  if (alibi ?? kind?.value === 'alibi') {
    fields.read('positions', 'ALiBi', (alibi ?? kind)?.place ?? null, 'alibi');
    return true;
  }
  // GPT-2 counts positions that it learns; OPT says how wide its embedding is.
  const learned = fields.field('n_positions') ?? fields.field('word_embed_proj_dim');
  if (byKind) {
    fields.read('positions', 0, kind?.place ?? null, 'learnedPositions');
    return true;
  }
  if (known) {
    if (!known.positions) return false;
    const said = known.positions === 'alibi' ? 'ALiBi' : 0;
    fields.read('positions', said, known.place, 'codeOfType', { modelType: known.name });
    return true;
  }
  if (learned && !mentions) {
    fields.read('positions', 0, learned.place, 'learnedAssumed');
    return true;
  }
  return false;
}

const usualTheta = 10000;

function readTheta(
  fields: FieldReader,
  places: readonly FieldReader[],
  known: KnownType | undefined,
): number {
  for (const place of places) {
    const field = place.oneOf(thetaNames);
    if (!field) continue;
    const theta = place.numberIn(field, thetaRange);
    if (theta !== undefined) fields.read('theta', theta, field.place);
    return theta ?? usualTheta;
  }
  const assumed = known?.theta ?? usualTheta;
  if (known) {
    fields.read('theta', assumed, known.place, 'defaultOfType', { modelType: known.name });
  } else fields.read('theta', assumed, null, 'defaultTheta');
  return assumed;
}

/** Columns of a head that turn, where not all do. */
function rotaryDim(
  fields: FieldReader,
  places: readonly FieldReader[],
  dims: NativeDims,
  known: KnownType | undefined,
): number | undefined {
  const stated = fields.field('rotary_dim');
  const found = places.flatMap((place) => {
    const field = place.oneOf(fractionNames);
    return field ? [{ place, field }] : [];
  })[0];
  if ('latentDim' in dims) {
    fields.ignore(found?.field ?? stated, 'latentCache');
    return undefined;
  }
  const { headDim } = dims;
  const field = stated ?? found?.field;
  if (!field) {
    const columns = Math.floor(headDim * (known?.fraction ?? 1));
    if (columns % 2 !== 0 || columns < 2) {
      return fields.problem('oddRotation', fields.pathOf('head_dim'), { value: columns });
    }
    if (!known || columns === headDim) return undefined;
    const by = { headDim, modelType: known.name };
    fields.read('rotaryDim', columns, known.place, 'fractionOfType', by);
    return columns;
  }
  const fraction = stated ? 1 : fields.numberIn(field, { min: 0.001, max: 1 });
  const columns = stated
    ? fields.wholeIn(field, { min: 2, max: headDim })
    : fraction && Math.floor(headDim * fraction);
  if (columns === undefined) return undefined;
  if (columns < 2 || columns % 2 !== 0) {
    return fields.problem('oddRotation', field.place, { value: columns });
  }
  if (columns === headDim) return undefined;
  fields.read('rotaryDim', columns, field.place, stated ? undefined : 'fraction', { headDim });
  return columns;
}
