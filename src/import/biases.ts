// Which projections add a bias: what the fields say, as the model's own code reads them.

import type { Conventions } from '../attention/variant';
import type { KnownType } from './modelType';
import type { FieldReader } from './reader';

type Biases = NonNullable<Conventions['biases']>;

const all: Biases = ['q', 'k', 'v', 'o'];
const qkv: Biases = ['q', 'k', 'v'];

/** What each field adds biases to in the code of most models, for a file whose model is not known here. */
const usualFields: Readonly<Record<string, Biases>> = {
  attention_bias: all,
  enable_bias: all,
  use_bias: all,
  bias: all,
  qkv_bias: qkv,
  add_qkv_bias: qkv,
  use_qkv_bias: qkv,
  attention_qkv_bias: qkv,
  attention_out_bias: ['o'],
};

export function readBiases(fields: FieldReader, known: KnownType | undefined): Biases {
  const found = new Set<Biases[number]>();
  const add = (projections: Biases) => projections.forEach((each) => found.add(each));
  const byType = known && { modelType: known.name };
  const always = known?.biases.always ?? [];
  if (known && always.length > 0) {
    add(always);
    fields.read('biases', always.join(' '), known.place, 'codeOfType', byType);
  }
  const read = known?.biases.fields ?? usualFields;
  const denied = [];
  for (const [name, projections] of Object.entries(read)) {
    const field = fields.field(name);
    const says = fields.flag(name);
    if (!field && known?.biases.unlessFalse?.includes(name)) {
      add(projections);
      fields.read('biases', projections.join(' '), known.place, 'defaultOfType', byType);
    }
    if (!field || says === undefined) continue;
    if (!says) {
      denied.push(field);
      continue;
    }
    add(projections);
    const rule = known ? 'readByType' : 'biasesAssumed';
    fields.read('biases', projections.join(' '), field.place, rule, byType);
  }
  for (const name of Object.keys(usualFields)) {
    if (!(name in read)) fields.ignore(fields.field(name), 'notReadByType');
  }
  if (found.size === 0) {
    const [field] = denied;
    if (field) fields.read('biases', 0, field.place);
    else if (known) fields.read('biases', 0, known.place, 'codeOfType', byType);
    else fields.read('biases', 0, null, 'noneAssumed');
  }
  return all.filter((projection) => found.has(projection));
}
