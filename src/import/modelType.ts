// The `model_type` of a file, where its code is known: what it says of figures that no field gives.

import type { Place } from './model';
import { modelTypes, type ModelType } from './modelTypes';
import type { FieldReader } from './reader';

export interface KnownType extends ModelType {
  /** In the file's own word. */
  readonly name: string;
  readonly place: Place;
}

/** That of the language model, or of the whole file where its part has none; nothing where it is not known here. */
export function knownType(file: FieldReader, fields: FieldReader): KnownType | undefined {
  const said = fields.text('model_type') ?? file.text('model_type');
  const type = said && modelTypes.get(said.value.replace(/_text$/, ''));
  return type && { ...type, name: said.value, place: said.place };
}
