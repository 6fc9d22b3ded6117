// Grouped-query attention: each head of keys and values serves a group of query heads.

import { groupProblems, rangeProblems } from '../dims';
import { byQueryHeads, type Variant } from '../variant';
import { groupedModes, groupedNative, groupedPlan, refuse } from './grouped';

const source = 'Ainslie et al. 2023, arXiv:2305.13245, section 2.2';

export const gqa: Variant = {
  id: 'gqa',
  name: 'GQA',
  source,
  texts: {
    en: {
      fullName: 'grouped-query attention',
      notes: {
        cached: 'Query heads share a head of keys and values in groups of {{groupSize}}.',
      },
    },
    zh: {
      fullName: '分组查询注意力',
      notes: { cached: '查询头每 {{groupSize}} 个一组，共用一个头的键和值。' },
    },
  },
  fields: ['modelDim', 'queryHeads', 'kvHeads', 'headDim', 'vDim'],
  modes: groupedModes,
  scaling: {
    cache: (dims, size) => ({ ...dims, kvHeads: size }),
    parameters: byQueryHeads,
  },
  describes: (native) =>
    'kvHeads' in native && native.kvHeads > 1 && native.kvHeads < native.queryHeads,
  native: (dims) => groupedNative(dims, dims.kvHeads),
  problems(dims) {
    const found = rangeProblems(dims, gqa.fields);
    return found.length > 0 ? found : groupProblems(dims);
  },
  plan(dims, request) {
    refuse(gqa.problems(dims));
    return groupedPlan(dims, dims.kvHeads, request, source);
  },
};
