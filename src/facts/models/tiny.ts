// Shapes made up to teach with: they run on any phone and are no published model.

import { plainConventions } from '../../attention/variant';
import { factsDate, type Model } from '../model';

const teaching = {
  groups: [{ layers: 4 }],
  conventions: plainConventions,
  maxContext: 4096,
  dtype: 'float32',
  parameters: null,
  experts: null,
  status: 'madeUp',
  recalled: [],
  sources: [],
  date: factsDate,
  caveats: ['madeUp'],
} as const;

export const tinyModels: readonly Model[] = [
  {
    ...teaching,
    id: 'tiny-gqa',
    name: 'Tiny GQA',
    dims: { modelDim: 256, queryHeads: 8, kvHeads: 2, headDim: 32 },
  },
  {
    ...teaching,
    id: 'tiny-mla',
    name: 'Tiny MLA',
    dims: {
      modelDim: 256,
      queryHeads: 8,
      latentDim: 128,
      ropeDim: 16,
      nopeDim: 32,
      vDim: 32,
      queryRank: 0,
    },
  },
];
