// Multi-head attention: every query head has its own keys and values.

import { rangeProblems } from '../dims';
import type { Variant } from '../variant';
import { groupedPlan, refuse } from './grouped';

const source = 'Vaswani et al. 2017, arXiv:1706.03762, section 3.2.2';

export const mha: Variant = {
  id: 'mha',
  name: 'MHA',
  source,
  fields: ['modelDim', 'queryHeads', 'headDim', 'vDim'],
  modes: [{ id: 'cached', usedFor: ['prefill', 'decode'] }],
  describes: (native) => 'kvHeads' in native && native.kvHeads === native.queryHeads,
  problems: (dims) => rangeProblems(dims, mha.fields),
  plan(dims, request) {
    refuse(mha.problems(dims));
    return groupedPlan(dims, dims.queryHeads, request, source);
  },
};
