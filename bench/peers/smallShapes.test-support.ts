// Shapes of the comparison's kinds, small and odd, for tests.

import type { PeerShape, ProjectionShape } from './system';

const grouped = { qkDim: 8, vDim: 8, valueIsKeyPrefix: false, scale: 0.3 };
const decode = { phase: 'decode', newTokens: 1, context: 37 } as const;
const prefill = { phase: 'prefill', newTokens: 19, context: 19 } as const;

export const smallShapes: readonly PeerShape[] = [
  { id: 'decode MHA', queryHeads: 6, kvHeads: 6, ...grouped, ...decode },
  { id: 'decode GQA', queryHeads: 6, kvHeads: 2, ...grouped, ...decode },
  { id: 'decode MQA', queryHeads: 6, kvHeads: 1, ...grouped, ...decode },
  {
    id: 'decode MLA',
    queryHeads: 6,
    kvHeads: 1,
    qkDim: 20,
    vDim: 16,
    valueIsKeyPrefix: true,
    scale: 0.2,
    ...decode,
  },
  { id: 'prefill MHA', queryHeads: 6, kvHeads: 6, ...grouped, ...prefill },
  { id: 'prefill GQA', queryHeads: 6, kvHeads: 2, ...grouped, ...prefill },
  {
    id: 'prefill MLA',
    queryHeads: 6,
    kvHeads: 6,
    qkDim: 12,
    vDim: 8,
    valueIsKeyPrefix: false,
    scale: 0.3,
    ...prefill,
  },
];

export const smallProjections: readonly ProjectionShape[] = [
  { id: 'project 1 row', rows: 1, inner: 20, columns: 37 },
  { id: 'project 70 rows', rows: 70, inner: 44, columns: 12 },
];
