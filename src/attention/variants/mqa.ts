// Multi-query attention: one head of keys and values serves all query heads.

import { rangeProblems } from '../dims';
import { byQueryHeads, type Variant } from '../variant';
import { groupedModes, groupedNative, groupedPlan, refuse } from './grouped';

const source = 'Shazeer 2019, arXiv:1911.02150, section 3';

export const mqa: Variant = {
  id: 'mqa',
  name: 'MQA',
  source,
  texts: {
    en: {
      fullName: 'multi-query attention',
      notes: {
        cached_one: 'The one query head has the one head of keys and values.',
        cached_other: 'All {{count, number}} query heads share one head of keys and values.',
      },
    },
    zh: {
      fullName: '多查询注意力',
      notes: { cached_other: '{{count, number}} 个查询头共用一个头的键和值。' },
    },
  },
  fields: ['modelDim', 'queryHeads', 'headDim', 'vDim'],
  modes: groupedModes,
  // The one head can only be narrower or wider; rotation turns pairs.
  scaling: {
    cache: (dims, size) => ({ ...dims, headDim: 2 * size, vDim: 2 * size }),
    parameters: byQueryHeads,
  },
  describes: (native) => 'kvHeads' in native && native.kvHeads === 1 && native.queryHeads > 1,
  native: (dims) => groupedNative(dims, 1),
  problems: (dims) => rangeProblems(dims, mqa.fields),
  plan(dims, request) {
    refuse(mqa.problems(dims));
    return groupedPlan(dims, 1, request, source);
  },
};
