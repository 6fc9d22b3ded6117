// What the file says of attention besides its sizes: positions, biases, norms, scale.

import type { NativeDims } from '../attention/propose';
import type { Conventions } from '../attention/variant';
import { readBiases } from './biases';
import { epsNames } from './fieldNames';
import { readHeadNorm, readSinks } from './headNorm';
import { rotation } from './rotation';
import type { Figure, RuleCode } from './model';
import type { KnownType } from './modelType';
import type { FieldReader } from './reader';

const positive = { min: 1e-12, max: 1e9 };
const usualEps = 1e-6;

export function conventions(
  fields: FieldReader,
  dims: NativeDims,
  known: KnownType | undefined,
): Conventions {
  const isLatent = 'latentDim' in dims;
  /** A positive number; nothing where the file has none. */
  const positiveOf = (figure: Figure, names: readonly string[], rule?: RuleCode) => {
    const field = fields.oneOf(names);
    const value = field && fields.numberIn(field, positive);
    if (field && value !== undefined) fields.read(figure, value, field.place, rule);
    return value;
  };
  const rotated = rotation(fields, dims, known);
  const softcap = positiveOf('softcap', ['attn_logit_softcapping']);
  const added = isLatent ? [] : readBiases(fields, known);
  if (isLatent && fields.flag('attention_bias') === true) {
    fields.wonder(fields.field('attention_bias'), 'biasNotModelled');
  }
  const scalar = isLatent ? undefined : positiveOf('scale', ['query_pre_attn_scalar'], 'rootOf');
  const multiplier = isLatent ? undefined : positiveOf('scale', ['attention_multiplier']);
  const scale = multiplier ?? (scalar === undefined ? undefined : scalar ** -0.5);
  const headNorm = !isLatent && readHeadNorm(fields, known);
  const sinks = readSinks(fields, known);
  const stated = positiveOf('normEps', epsNames);
  const normEps = stated ?? known?.eps ?? usualEps;
  if (stated === undefined) {
    if (known) {
      const byType = { modelType: known.name };
      fields.read('normEps', normEps, known.place, 'defaultOfType', byType);
    } else fields.read('normEps', normEps, null, 'defaultEps');
  }
  return {
    ...rotated,
    normEps,
    ...(added.length > 0 && { biases: added }),
    ...(scale !== undefined && { scale }),
    ...(softcap !== undefined && { softcap }),
    ...(headNorm && { headNorm }),
    ...(sinks && { sinks }),
  };
}
