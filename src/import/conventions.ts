// What the file says of attention besides its sizes: positions, biases, norms, scale.

import type { NativeDims } from '../attention/propose';
import type { Conventions } from '../attention/variant';
import { epsNames } from './fieldNames';
import { rotation } from './rotation';
import type { Figure, RuleCode } from './model';
import type { FieldReader } from './reader';

type Biases = NonNullable<Conventions['biases']>;

const positive = { min: 1e-12, max: 1e9 };

/** Projections that a field adds biases to when it says yes. */
const biasFields: Readonly<Record<string, Biases>> = {
  attention_bias: ['q', 'k', 'v', 'o'],
  enable_bias: ['q', 'k', 'v', 'o'],
  use_bias: ['q', 'k', 'v', 'o'],
  bias: ['q', 'k', 'v', 'o'],
  qkv_bias: ['q', 'k', 'v'],
  add_qkv_bias: ['q', 'k', 'v'],
  use_qkv_bias: ['q', 'k', 'v'],
  attention_qkv_bias: ['q', 'k', 'v'],
  attention_out_bias: ['o'],
};

const order: Biases = ['q', 'k', 'v', 'o'];

function biases(fields: FieldReader): Biases {
  const found = new Set<Biases[number]>();
  let stated = false;
  for (const [name, of] of Object.entries(biasFields)) {
    const field = fields.field(name);
    const adds = fields.flag(name);
    if (!field || adds === undefined) continue;
    stated = true;
    if (adds) {
      fields.read('biases', of.join(' '), field.place);
      for (const projection of of) found.add(projection);
    }
  }
  if (!stated) fields.read('biases', 0, null, 'biasesUnstated');
  return order.filter((projection) => found.has(projection));
}

export function conventions(fields: FieldReader, dims: NativeDims): Conventions {
  const isLatent = 'latentDim' in dims;
  /** A positive number; nothing where the file has none. */
  const positiveOf = (figure: Figure, names: readonly string[], rule?: RuleCode) => {
    const field = fields.oneOf(names);
    const value = field && fields.numberIn(field, positive);
    if (field && value !== undefined) fields.read(figure, value, field.place, rule);
    return value;
  };
  const normEps = positiveOf('normEps', epsNames);
  if (normEps === undefined) fields.read('normEps', 1e-6, null, 'defaultEps');
  const rotated = rotation(fields, dims);
  const softcap = positiveOf('softcap', ['attn_logit_softcapping']);
  const added = isLatent ? [] : biases(fields);
  if (isLatent && fields.flag('attention_bias') === true) {
    fields.wonder(fields.field('attention_bias'), 'biasNotModelled');
  }
  const scalar = isLatent ? undefined : positiveOf('scale', ['query_pre_attn_scalar'], 'rootOf');
  const multiplier = isLatent ? undefined : positiveOf('scale', ['attention_multiplier']);
  const scale = multiplier ?? (scalar === undefined ? undefined : scalar ** -0.5);
  const yes = (figure: Figure, names: readonly string[]) => {
    const said = names.find((name) => fields.flag(name) === true);
    const field = said === undefined ? undefined : fields.field(said);
    if (field) fields.read(figure, 1, field.place);
    return field !== undefined;
  };
  const headNorm = !isLatent && yes('headNorm', ['use_qk_norm', 'qk_norm']);
  const sinks = yes('sinks', ['add_full_attention_sink_bias', 'add_swa_attention_sink_bias']);
  return {
    ...rotated,
    normEps: normEps ?? 1e-6,
    ...(added.length > 0 && { biases: added }),
    ...(scale !== undefined && { scale }),
    ...(softcap !== undefined && { softcap }),
    ...(headNorm && { headNorm }),
    ...(sinks && { sinks }),
  };
}
