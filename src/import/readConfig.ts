// Reads a Hugging Face config.json by its fields: every figure with the field that gave it, or everything that is wrong
// with the file. Sizes follow from fields alone; what a model's code does without a field, from its `model_type`.

import type { LayerGroup } from '../attention/layers';
import { proposeDims } from '../attention/propose';
import type { RopeSpec } from '../attention/rope';
import { nativeVariant } from '../attention/variants';
import { conventions } from './conventions';
import { readContext } from './context';
import { headDims } from './headDims';
import { isList, parseJson } from './json';
import { isLatent, latentDims } from './latentDims';
import { layerGroups } from './layers';
import { knownType } from './modelType';
import { languageModel } from './part';
import { FieldReader, newAccount } from './reader';
import { sayWhatIsLeft } from './remarks';
import { localRotation } from './rotation';
import type { ImportedModel, ImportResult } from './model';

const longestName = 80;

export function readConfig(source: string): ImportResult {
  const { root, problems } = parseJson(source);
  if (!root || problems.length > 0) return { kind: 'problems', problems };
  const account = newAccount();
  const file = new FieldReader(root, '', account);
  const fields = languageModel(file);
  const name = readName(file, fields);
  const twoSided = [file, fields].find((reader) => reader.flag('is_encoder_decoder') === true);
  const sides = twoSided?.field('is_encoder_decoder');
  if (sides) fields.problem('encoderDecoder', sides.place);

  const dims = isLatent(fields) ? latentDims(fields) : headDims(fields);
  const known = knownType(file, fields);
  const groups = layerGroups(fields, known);
  const maxContext = readContext(fields);
  const dtype = readDtype(file, fields);
  // What follows makes sense for sound sizes only, and would repeat their problems.
  if (!dims || !groups) return { kind: 'problems', problems: account.problems };
  const rest = conventions(fields, dims, known);
  const windowed = groups.some(({ window }) => window !== undefined);
  const local = windowed ? localRotation(fields, rest.rope, known) : undefined;
  sayWhatIsLeft(fields, dims, groups);
  for (const { field, code, values } of nativeVariant(dims).problems(proposeDims(dims))) {
    if (code === 'notWhole' || code === 'outOfRange') fields.problem(code, field, values);
  }
  if (account.problems.length > 0) return { kind: 'problems', problems: account.problems };
  return {
    kind: 'model',
    model: { name, dims, groups: rotating(groups, local), conventions: rest, maxContext, dtype },
    readings: account.readings,
    unknown: account.unknown,
    ignored: account.ignored,
  };
}

const rotating = (groups: readonly LayerGroup[], local: RopeSpec | undefined) =>
  groups.map((group): ImportedModel['groups'][number] =>
    local && group.window !== undefined ? { ...group, rope: local } : group,
  );

/** The path that the file was saved from, or the class that it is for. */
function readName(file: FieldReader, fields: FieldReader): string | null {
  for (const reader of new Set([file, fields])) {
    const path = reader.text('_name_or_path');
    if (path && path.value.trim() !== '') {
      const name = path.value.trim().slice(0, longestName);
      file.read('name', name, path.place);
      return name;
    }
  }
  for (const reader of new Set([file, fields])) {
    const classes = reader.field('architectures');
    const [first] = classes && isList(classes.value) ? classes.value.items : [];
    if (classes && typeof first === 'string') {
      const name = first.slice(0, longestName);
      file.read('name', name, classes.place);
      return name;
    }
  }
  return null;
}

function readDtype(file: FieldReader, fields: FieldReader): string | null {
  for (const reader of new Set([fields, file])) {
    const said = reader.text('torch_dtype') ?? reader.text('dtype');
    if (!said) continue;
    const dtype = said.value.replace(/^torch\./, '').slice(0, longestName);
    file.read('dtype', dtype, said.place);
    return dtype;
  }
  return null;
}
