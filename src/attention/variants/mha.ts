// Multi-head attention: every query head has its own keys and values.

import { rangeProblems } from '../dims';
import { byQueryHeads, type Variant } from '../variant';
import { groupedModes, groupedNative, groupedPlan, refuse } from './grouped';

const source = 'Vaswani et al. 2017, arXiv:1706.03762, section 3.2.2';

export const mha: Variant = {
  id: 'mha',
  name: 'MHA',
  source,
  texts: {
    en: {
      fullName: 'multi-head attention',
      notes: {
        cached_one: 'The one query head keeps keys and values of its own.',
        cached_other: 'Each of the {{count, number}} query heads keeps keys and values of its own.',
      },
    },
    zh: {
      fullName: '多头注意力',
      notes: { cached_other: '{{count, number}} 个查询头各有自己的键和值。' },
    },
  },
  fields: ['modelDim', 'queryHeads', 'headDim', 'vDim'],
  modes: groupedModes,
  // Heads of one's own are all that there is to save.
  scaling: {
    cache: byQueryHeads,
    parameters: byQueryHeads,
  },
  describes: (native) => 'kvHeads' in native && native.kvHeads === native.queryHeads,
  native: (dims) => groupedNative(dims, dims.queryHeads),
  problems: (dims) => rangeProblems(dims, mha.fields),
  plan(dims, request) {
    refuse(mha.problems(dims));
    return groupedPlan(dims, dims.queryHeads, request, source);
  },
};
