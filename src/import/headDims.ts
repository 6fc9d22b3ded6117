// The sizes of attention with heads of keys and values (MHA, GQA, MQA).

import { dimRanges } from '../attention/dims';
import type { NativeDims } from '../attention/propose';
import {
  attentionPartNames,
  headDimNames,
  headNames,
  hiddenNames,
  kvHeadNames,
} from './fieldNames';
import { leavesOutDefaults } from './part';
import type { FieldReader } from './reader';

/** Nothing where a field is missing or wrong: the account says which. */
export function headDims(fields: FieldReader): NativeDims | undefined {
  const modelDim = fields.required('modelDim', hiddenNames, dimRanges.modelDim);
  const queryHeads = fields.required('queryHeads', headNames, dimRanges.queryHeads);
  if (queryHeads === undefined) return undefined;
  const kvHeads = readKvHeads(fields, queryHeads);
  const headDim = readHeadDim(fields, modelDim, queryHeads);
  if (modelDim === undefined || kvHeads === undefined || headDim === undefined) return undefined;
  // A file may have the field with 0 in it, where nothing uses it.
  const given = fields.field('v_head_dim')?.value;
  const stated = given !== undefined && given !== 0;
  const vDim = stated ? fields.required('vDim', ['v_head_dim'], dimRanges.vDim) : headDim;
  if (!stated) fields.read('vDim', headDim, null, 'asHeadDim');
  if (vDim === undefined) return undefined;
  return { modelDim, queryHeads, kvHeads, headDim, ...(stated && { vDim }) };
}

/** Some files keep the kv heads in an object of their own. */
const withAttentionPart = (fields: FieldReader): FieldReader =>
  attentionPartNames
    .flatMap((name) => fields.inside(name) ?? [])
    .find((part) => kvHeadNames.some((name) => part.field(name))) ?? fields;

function readKvHeads(fields: FieldReader, queryHeads: number): number | undefined {
  const multiQuery = fields.flag('multi_query');
  // Falcon's later architecture groups heads and still says multi_query.
  const grouped = fields.flag('new_decoder_architecture') === true;
  const sharesByGroups = fields.flag('multi_query_attention');
  const flagged = fields.field('multi_query');
  if (multiQuery === true && !grouped && flagged) {
    fields.read('kvHeads', 1, flagged.place, 'multiQuery');
    for (const name of kvHeadNames) fields.ignore(fields.field(name), 'multiQueryWins');
    return 1;
  }
  const part = withAttentionPart(fields);
  const field = sharesByGroups === false ? undefined : part.oneOf(kvHeadNames);
  if (!field) {
    fields.read('kvHeads', queryHeads, null, 'ownHeads');
    return queryHeads;
  }
  const kvHeads = part.whole('kvHeads', kvHeadNames, dimRanges.kvHeads);
  if (kvHeads !== undefined && queryHeads % kvHeads !== 0) {
    return fields.problem('notDivisible', field.place, { queryHeads });
  }
  return kvHeads;
}

function readHeadDim(
  fields: FieldReader,
  modelDim: number | undefined,
  queryHeads: number,
): number | undefined {
  if (fields.oneOf(headDimNames)) return fields.whole('headDim', headDimNames, dimRanges.headDim);
  if (modelDim === undefined) return undefined;
  if (leavesOutDefaults(fields)) {
    return fields.problem('missingInPart', fields.pathOf('head_dim'), { names: 'head_dim' });
  }
  const headDim = modelDim / queryHeads;
  if (!Number.isInteger(headDim)) {
    return fields.problem('headDimFraction', fields.pathOf('head_dim'), { modelDim, queryHeads });
  }
  const { min, max } = dimRanges.headDim;
  if (headDim < min || headDim > max) {
    return fields.problem('outOfRange', fields.pathOf('head_dim'), { value: headDim, min, max });
  }
  fields.read('headDim', headDim, null, 'headDimDerived', { modelDim, queryHeads });
  return headDim;
}
