// Multi-query attention: one head of keys and values serves all query heads.

import { rangeProblems } from '../dims';
import type { Variant } from '../variant';
import { groupedPlan, refuse } from './grouped';

const source = 'Shazeer 2019, arXiv:1911.02150, section 3';

export const mqa: Variant = {
  id: 'mqa',
  name: 'MQA',
  source,
  fields: ['modelDim', 'queryHeads', 'headDim', 'vDim'],
  modes: [{ id: 'cached', usedFor: ['prefill', 'decode'] }],
  describes: (native) => 'kvHeads' in native && native.kvHeads === 1 && native.queryHeads > 1,
  problems: (dims) => rangeProblems(dims, mqa.fields),
  plan(dims, request) {
    refuse(mqa.problems(dims));
    return groupedPlan(dims, 1, request, source);
  },
};
