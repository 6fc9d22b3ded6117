// The sizes of latent attention (MLA), which a file has where it has `kv_lora_rank`.

import { dimRanges } from '../attention/dims';
import type { NativeDims } from '../attention/propose';
import { headNames, kvHeadNames, hiddenNames, headDimNames } from './fieldNames';
import type { FieldReader } from './reader';

/** DeepSeek-VL2 has a small model whose file names the latent's fields and says not to use them. */
export const isLatent = (fields: FieldReader): boolean =>
  fields.field('kv_lora_rank') !== undefined && fields.flag('use_mla') !== false;

/** Nothing where a field is missing or wrong: the account says which. */
export function latentDims(fields: FieldReader): NativeDims | undefined {
  const modelDim = fields.required('modelDim', hiddenNames, dimRanges.modelDim);
  const queryHeads = fields.required('queryHeads', headNames, dimRanges.queryHeads);
  const latentDim = fields.required('latentDim', ['kv_lora_rank'], dimRanges.latentDim);
  const nopeDim = fields.required('nopeDim', ['qk_nope_head_dim'], dimRanges.nopeDim);
  const ropeDim = fields.required('ropeDim', ['qk_rope_head_dim'], dimRanges.ropeDim);
  const vDim = fields.required('vDim', ['v_head_dim'], dimRanges.vDim);
  const ranked = fields.field('q_lora_rank') !== undefined;
  const queryRank = ranked ? fields.required('queryRank', ['q_lora_rank'], dimRanges.queryRank) : 0;
  if (!ranked) fields.read('queryRank', 0, null, 'noQueryRank');

  // Every query head reads the one latent: these say nothing about the cache.
  for (const name of [...kvHeadNames, ...headDimNames]) {
    fields.ignore(fields.field(name), 'latentCache');
  }
  const rotated = fields.field('qk_rope_head_dim');
  if (ropeDim !== undefined && ropeDim % 2 !== 0 && rotated) {
    fields.problem('oddRotation', rotated.place);
  }
  const whole = fields.field('qk_head_dim');
  if (
    whole &&
    nopeDim !== undefined &&
    ropeDim !== undefined &&
    whole.value !== nopeDim + ropeDim
  ) {
    const other = 'qk_nope_head_dim + qk_rope_head_dim';
    fields.problem('conflict', whole.place, { other, not: nopeDim + ropeDim });
  }
  if (
    modelDim === undefined ||
    queryHeads === undefined ||
    latentDim === undefined ||
    nopeDim === undefined ||
    ropeDim === undefined ||
    vDim === undefined ||
    queryRank === undefined
  ) {
    return undefined;
  }
  return { modelDim, queryHeads, latentDim, ropeDim, nopeDim, vDim, queryRank };
}
