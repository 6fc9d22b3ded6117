// Grouped latent attention: MLA's latent, split into heads that each serve a group of query heads, so that devices can
// share it out. What its modes do with the latents is in latent.ts.

import { rangeProblems, rotationProblems, type Dims, type Problem } from '../dims';
import type { Plan } from '../plan';
import { made, project, shape } from '../shorthand';
import {
  byQueryHeads,
  modeFor,
  plainConventions,
  type PlanRequest,
  type Variant,
} from '../variant';
import { refuse } from './grouped';
import { latentPlan, type Latents } from './latent';

const source = 'Zadouri, Strauss & Dao 2025, arXiv:2505.21487, section 3.3';

function latentsOf({ modelDim, latentHeads, latentDim, ropeDim }: Dims, eps: number): Latents {
  const width = latentDim / latentHeads;
  const heads = { head: latentHeads, latent: width };
  return {
    heads: latentHeads,
    width,
    compression: {
      tensors: [
        made('compressed', heads),
        made('latent', heads),
        made('compressedRope', { rope: ropeDim }),
        made('keyRope', { rope: ropeDim }),
      ],
      weights: [
        { id: 'wkvA', axes: shape({ ...heads, model: modelDim }) },
        { id: 'kvNorm', axes: shape({ latent: width }) },
        { id: 'wkRope', axes: shape({ rope: ropeDim, model: modelDim }) },
      ],
      steps: [
        project('x', { of: 'wkvA' }, ['model'], 'compressed'),
        { op: 'normalize', x: { of: 'compressed' }, weight: 'kvNorm', eps, out: 'latent' },
        project('x', { of: 'wkRope' }, ['model'], 'compressedRope'),
        { op: 'rotate', x: { of: 'compressedRope' }, table: 'rotation', out: 'keyRope' },
      ],
    },
  };
}

function plan(dims: Dims, request: PlanRequest): Plan {
  refuse(gla.problems(dims));
  const { phase, mode = modeFor(gla, phase), conventions = plainConventions } = request;
  return latentPlan(dims, latentsOf(dims, conventions.normEps), request, mode, source);
}

const notMultiple = (field: 'queryHeads' | 'latentDim', value: number, of: number): Problem => ({
  field,
  code: 'notMultiple',
  values: { field, value, of },
});

export const gla: Variant = {
  id: 'gla',
  name: 'GLA',
  source,
  texts: {
    en: {
      fullName: 'grouped latent attention',
      notes: {
        absorbed:
          'Attends to latents as they are: a head of them for every {{groupSize}} query heads.',
        expanded:
          'Rebuilds K and V at every step: a head of latents for every {{groupSize}} query heads.',
      },
    },
    zh: {
      fullName: '分组潜在注意力',
      notes: {
        absorbed: '每 {{groupSize}} 个查询头共用一头潜向量，并直接对它做注意力。',
        expanded: '每 {{groupSize}} 个查询头共用一头潜向量，每一步都重建 K 和 V。',
      },
    },
  },
  fields: [
    'modelDim',
    'queryHeads',
    'latentHeads',
    'latentDim',
    'ropeDim',
    'nopeDim',
    'vDim',
    'queryRank',
  ],
  modes: [
    { id: 'absorbed', usedFor: ['decode'] },
    { id: 'expanded', usedFor: ['prefill'] },
  ],
  scaling: {
    cache: (dims, size) => ({ ...dims, latentDim: 4 * size * dims.latentHeads }),
    parameters: byQueryHeads,
  },
  // No published configuration is known to state heads of latents.
  describes: () => false,
  problems(dims) {
    const found = rangeProblems(dims, gla.fields);
    if (found.length > 0) return found;
    const { queryHeads, latentHeads, latentDim } = dims;
    if (queryHeads % latentHeads !== 0) {
      found.push(notMultiple('queryHeads', queryHeads, latentHeads));
    }
    if (latentDim % latentHeads !== 0) found.push(notMultiple('latentDim', latentDim, latentHeads));
    return [...found, ...rotationProblems(dims)];
  },
  plan,
};
