// How positions enter: rotation with its base and stretching, or something that rotates nothing.

import type { NativeDims } from '../attention/propose';
import { yarnMscale, type RopeScaling, type RopeSpec } from '../attention/rope';
import type { Conventions } from '../attention/variant';
import { attentionPartNames, contextNames } from './fieldNames';
import type { FieldReader } from './reader';

type Rotation = Pick<Conventions, 'rope' | 'rotaryDim' | 'scaleFactor'>;

/** Bases of the layers with a window, where those rotate otherwise than the others. */
const localNames = ['rope_local_base_freq', 'swa_rope_theta', 'local_rope_theta'] as const;

const thetaNames = ['rope_theta', 'rotary_emb_base', 'rope_base'] as const;
const fractionNames = ['partial_rotary_factor', 'rotary_pct', 'rope_pct', 'rope_percent'] as const;

/** A base of 1 turns every pair alike, and its logarithm divides in YaRN. */
const thetaRange = { min: 1.0001, max: 1e12 };
const factorRange = { min: 1, max: 1e6 };
const positive = { min: 1e-6, max: 1e6 };
const positionsRange = { min: 1, max: 2 ** 31 };

/** Kinds of stretching that leave the rotation as it is up to the length that the model was trained on. */
const plainWithin = new Set(['dynamic', 'longrope', 'su', 'mrope', 'proportional']);

export function rotation(fields: FieldReader, dims: NativeDims): Rotation {
  // By kind of layer in some files: the layers that see everything are the ones that matter at length.
  const parameters = fields.inside('rope_parameters');
  const byLayer = parameters?.inside('full_attention');
  const parts = attentionPartNames.flatMap((name) => fields.inside(name) ?? []);
  const inner = byLayer ?? parameters ?? fields.inside('rope_scaling');
  const places = [fields, ...(inner ? [inner] : []), ...parts];

  if (rotatesNothing(fields, places)) return { rope: null };
  const theta = readTheta(fields, places);
  const { scaling, ...scales } = readScaling(fields, inner, 'latentDim' in dims);
  const turned = rotaryDim(fields, places, dims);
  const interleaved = fields.flag('rope_interleave') ?? 'latentDim' in dims;
  const rope: RopeSpec = {
    pairs: interleaved ? 'interleaved' : 'half',
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
export function localRotation(fields: FieldReader, rope: RopeSpec | null): RopeSpec | undefined {
  const inner = fields.inside('rope_parameters')?.inside('sliding_attention');
  const field = fields.oneOf(localNames) ?? inner?.field('rope_theta');
  const kind = inner?.field('rope_type');
  if (kind && kind.value !== 'default') fields.wonder(kind, 'ropeNotModelled');
  const theta = field && fields.numberIn(field, thetaRange);
  if (!field || theta === undefined || !rope) return undefined;
  fields.read('localTheta', theta, field.place);
  return { ...rope, theta, scaling: null, cosSinScale: 1 };
}

function rotatesNothing(fields: FieldReader, places: readonly FieldReader[]): boolean {
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
  if (byKind || (learned && !mentions)) {
    fields.read('positions', 0, (byKind ? kind : learned)?.place ?? null, 'learnedPositions');
    return true;
  }
  return false;
}

function readTheta(fields: FieldReader, places: readonly FieldReader[]): number {
  for (const place of places) {
    const field = place.oneOf(thetaNames);
    if (!field) continue;
    const theta = place.numberIn(field, thetaRange);
    if (theta !== undefined) fields.read('theta', theta, field.place);
    return theta ?? 10000;
  }
  fields.read('theta', 10000, null, 'defaultTheta');
  return 10000;
}

/** Columns of a head that turn, where not all do. */
function rotaryDim(
  fields: FieldReader,
  places: readonly FieldReader[],
  dims: NativeDims,
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
    if (headDim % 2 !== 0)
      fields.problem('oddRotation', fields.pathOf('head_dim'), { value: headDim });
    return undefined;
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

interface Scales {
  readonly scaling: RopeScaling | null;
  readonly cosSinScale?: number;
  readonly scaleFactor?: number;
}

const noScaling: Scales = { scaling: null };

function readScaling(
  fields: FieldReader,
  inner: FieldReader | undefined,
  isLatent: boolean,
): Scales {
  const kind = inner?.text('rope_type') ?? inner?.text('type');
  if (!inner || !kind || kind.value === 'default' || kind.value === 'none') return noScaling;
  const type = kind.value === 'deepseek_yarn' ? 'yarn' : kind.value;
  if (type !== 'linear' && type !== 'yarn' && type !== 'llama3') {
    const known = plainWithin.has(type);
    // Its parameters go with it.
    for (const name of inner.object.fields.keys()) inner.field(name);
    inner.account.unknown.push({
      field: kind.place,
      code: known ? 'ropeNotModelled' : 'notUnderstood',
    });
    return noScaling;
  }
  const number = (name: string, otherwise: number | null, range = positive): number => {
    const field = inner.field(name);
    if (field) return inner.numberIn(field, range) ?? NaN;
    if (otherwise === null) inner.problem('missing', inner.pathOf(name), { names: name });
    return otherwise ?? NaN;
  };
  const factor = number('factor', null, factorRange);
  fields.read('ropeScaling', `${kind.value} × ${factor}`, kind.place);
  if (type === 'linear') return { scaling: { type, factor } };

  const context = fields.oneOf(contextNames)?.value;
  const usual = typeof context === 'number' ? context : null;
  const originalMaxPosition = number('original_max_position_embeddings', usual, positionsRange);
  if (type === 'llama3') {
    const lowFreqFactor = number('low_freq_factor', null);
    const highFreqFactor = number('high_freq_factor', null);
    // Equal ones leave no frequencies in between (Llama 4).
    if (highFreqFactor < lowFreqFactor) {
      const names = { other: 'low_freq_factor', not: lowFreqFactor };
      inner.problem('order', inner.field('high_freq_factor')?.place ?? inner.path, names);
    }
    return { scaling: { type, factor, originalMaxPosition, lowFreqFactor, highFreqFactor } };
  }
  const betaFast = number('beta_fast', 32);
  const betaSlow = number('beta_slow', 1);
  if (betaFast <= betaSlow) {
    const names = { other: 'beta_slow', not: betaSlow };
    inner.problem('order', inner.field('beta_fast')?.place ?? inner.path, names);
  }
  const truncate = inner.flag('truncate');
  return {
    scaling: {
      type,
      factor,
      originalMaxPosition,
      betaFast,
      betaSlow,
      ...(truncate === false && { truncate }),
    },
    ...yarnScales(inner, factor, isLatent),
  };
}

/** What YaRN multiplies cos and sin by, and in a latent model the softmax's scale: transformers' and DeepSeek's code. */
function yarnScales(inner: FieldReader, factor: number, isLatent: boolean) {
  const number = (name: string): number => {
    const field = inner.field(name);
    return field ? (inner.numberIn(field, { min: 0, max: 100 }) ?? 0) : 0;
  };
  const stated = number('attention_factor');
  const mscale = number('mscale');
  const all = number('mscale_all_dim');
  const ofBoth =
    mscale > 0 && all > 0
      ? yarnMscale(factor, mscale) / yarnMscale(factor, all)
      : yarnMscale(factor, isLatent && mscale > 0 ? mscale : 1);
  return {
    cosSinScale: stated > 0 ? stated : ofBoth,
    ...(isLatent && all > 0 && { scaleFactor: yarnMscale(factor, all) ** 2 }),
  };
}
