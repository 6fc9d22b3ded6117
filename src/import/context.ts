// The longest context of a model: several fields may give one, and not all mean the same.

import { contextNames } from './fieldNames';
import type { JsonField } from './json';
import type { FieldReader } from './reader';

/**
 * The first of its names that the file has: the positions that the model's code allows come before lengths of training
 * or of a tokenizer, which may differ from them in a sound file.
 */
export function contextField(fields: FieldReader): JsonField | undefined {
  return contextNames.flatMap((name) => fields.field(name) ?? [])[0];
}

const contextRange = { min: 1, max: 2 ** 31 };

/** Null where the file does not say. */
export function readContext(fields: FieldReader): number | null {
  const field = contextField(fields);
  if (!field) return null;
  const tokens = fields.wholeIn(field, contextRange);
  if (tokens === undefined) return null;
  fields.read('maxContext', tokens, field.place);
  for (const name of contextNames) {
    const other = fields.field(name);
    if (other && other !== field && other.value !== field.value) {
      fields.ignore(other, 'otherLength');
    }
  }
  return tokens;
}
