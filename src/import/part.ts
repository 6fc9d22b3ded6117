// Which object of the file describes the language model.

import { isObject } from './json';
import { contextNames, headNames, partNames } from './fieldNames';
import { FieldReader } from './reader';

/** The innermost object that describes text, of a model that also sees or hears; the whole file of any other. */
export function languageModel(root: FieldReader): FieldReader {
  for (const name of partNames) {
    const field = root.object.fields.get(name);
    if (!field || !isObject(field.value)) continue;
    const part = new FieldReader(field.value, root.pathOf(name), root.account);
    const inner = languageModel(part);
    const states = (reader: FieldReader) => headNames.some((head) => reader.names(head));
    // Some files repeat the whole language model outside.
    return states(root) && !states(inner) ? root : inner;
  }
  return root;
}

/**
 * Whether the object states only where it differs from its class, as transformers writes an object inside another:
 * then a missing field is the class's default, which the file does not tell.
 */
export const leavesOutDefaults = (fields: FieldReader): boolean =>
  fields.path !== '' && !contextNames.some((name) => fields.names(name));
