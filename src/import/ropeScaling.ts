// How a rotation is stretched to longer contexts.

import { yarnMscale, type RopeScaling } from '../attention/rope';
import { contextField } from './context';
import type { RuleCode, Values } from './model';
import type { FieldReader } from './reader';

const factorRange = { min: 1, max: 1e6 };
const positive = { min: 1e-6, max: 1e6 };
const positionsRange = { min: 1, max: 2 ** 31 };

/** Kinds of stretching that leave the rotation as it is up to the length that the model was trained on. */
const plainWithin = new Set(['dynamic', 'longrope', 'su', 'mrope', 'proportional']);

interface Scales {
  readonly scaling: RopeScaling | null;
  readonly cosSinScale?: number;
  readonly scaleFactor?: number;
}

const noScaling: Scales = { scaling: null };

/** `inner` is the object that may stretch. */
export function readScaling(
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
  const say = (rule?: RuleCode, values?: Values) =>
    fields.read('ropeScaling', `${kind.value} × ${factor}`, kind.place, rule, values);
  if (type === 'linear') {
    say();
    return { scaling: { type, factor } };
  }

  const context = contextField(fields)?.value;
  const usual = typeof context === 'number' ? context : null;
  const originalName = 'original_max_position_embeddings';
  const originalMaxPosition = number(originalName, usual, positionsRange);
  if (inner.field(originalName)) say();
  else if (usual !== null) say('originalIsContext', { context: usual });
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
  if (!inner.field('beta_fast') || !inner.field('beta_slow')) {
    const betas = `${betaFast}, ${betaSlow}`;
    fields.read('betas', betas, null, 'usualBetas');
  }
  // Equal ones leave one pair for the ramp (Kimi-K2).
  if (betaFast < betaSlow) {
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
