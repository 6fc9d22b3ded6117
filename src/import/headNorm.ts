// Norms of query and key heads, and sinks: from fields where the file has them, else from the model's own code.

import type { KnownType } from './modelType';
import type { FieldReader } from './reader';

const normNames = ['use_qk_norm', 'qk_norm', 'qk_layernorm'] as const;

/** Whether each query and key head is normalized before it rotates. */
export function readHeadNorm(fields: FieldReader, known: KnownType | undefined): boolean {
  const asked = known?.normField ? [known.normField.name] : normNames;
  const said = asked.find((name) => fields.flag(name) !== undefined);
  const field = said === undefined ? undefined : fields.field(said);
  const on = said === undefined ? undefined : fields.flag(said);
  if (!known) {
    if (on !== true) fields.read('headNorm', 0, field?.place ?? null, field ? undefined : none);
    else fields.read('headNorm', 1, field?.place ?? null, 'normAssumed');
    return on === true;
  }
  const byType = { modelType: known.name };
  const usual = known.normField?.usual ?? true;
  const has = known.norm !== undefined && (on ?? usual);
  if (has && known.norm === 'other') {
    fields.account.unknown.push({ field: field?.place ?? known.place, code: 'normNotModelled' });
    return false;
  }
  // A field that the code does not read decides nothing.
  const decides = known.normField !== undefined && field !== undefined;
  const rule = known.normField ? 'defaultOfType' : 'codeOfType';
  if (!decides) fields.ignore(field, 'notReadByType');
  if (decides) fields.read('headNorm', Number(has), field.place);
  else fields.read('headNorm', Number(has), known.place, rule, byType);
  return has;
}

const none = 'noneAssumed';
const sinkNames = ['add_full_attention_sink_bias', 'add_swa_attention_sink_bias'] as const;

/** Whether each query head has a learned score that no key answers. */
export function readSinks(fields: FieldReader, known: KnownType | undefined): boolean {
  const said = sinkNames.filter((name) => fields.flag(name) !== undefined);
  const on = said.find((name) => fields.flag(name) === true);
  const field = fields.field(on ?? said[0] ?? sinkNames[0]);
  if (field) fields.read('sinks', Number(on !== undefined), field.place);
  else if (known) {
    const byType = { modelType: known.name };
    fields.read('sinks', Number(known.sinks === true), known.place, 'codeOfType', byType);
  } else fields.read('sinks', 0, null, none);
  return field ? on !== undefined : known?.sinks === true;
}
