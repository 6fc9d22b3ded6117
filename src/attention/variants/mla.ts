// Multi-head latent attention: one low-rank latent per token is cached, and keys and values are projections of it.
// What its modes do with the latent is in latent.ts.

import { rangeProblems, rotationProblems, type Dims } from '../dims';
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

const source = 'DeepSeek-AI 2024, arXiv:2405.04434, section 2.1 and appendix C, eqs. 37-47';

/** One matrix makes the latent and the rotary key side by side, as checkpoints store it. */
function latentsOf({ modelDim, latentDim, ropeDim }: Dims, eps: number): Latents {
  const compressed = latentDim + ropeDim;
  return {
    heads: 1,
    width: latentDim,
    compression: {
      tensors: [
        made('compressed', { compressed }),
        made('latent', { latent: latentDim }),
        made('keyRope', { rope: ropeDim }),
      ],
      weights: [
        { id: 'wkvA', axes: shape({ compressed, model: modelDim }) },
        { id: 'kvNorm', axes: shape({ latent: latentDim }) },
      ],
      steps: [
        project('x', { of: 'wkvA' }, ['model'], 'compressed'),
        {
          op: 'normalize',
          x: { of: 'compressed', from: 0, width: latentDim },
          weight: 'kvNorm',
          eps,
          out: 'latent',
        },
        {
          op: 'rotate',
          x: { of: 'compressed', from: latentDim, width: ropeDim },
          table: 'rotation',
          out: 'keyRope',
        },
      ],
    },
  };
}

function plan(dims: Dims, request: PlanRequest): Plan {
  refuse(mla.problems(dims));
  const { phase, mode = modeFor(mla, phase), conventions = plainConventions } = request;
  return latentPlan(dims, latentsOf(dims, conventions.normEps), request, mode, source);
}

export const mla: Variant = {
  id: 'mla',
  name: 'MLA',
  source,
  texts: {
    en: {
      fullName: 'multi-head latent attention',
      notes: {
        absorbed: 'Caches the latent and attends to it as it is.',
        expanded: 'Caches the latent and rebuilds K and V at every step.',
        naive: 'Caches every head’s rebuilt K and V.',
      },
    },
    zh: {
      fullName: '多头潜在注意力',
      notes: {
        absorbed: '只缓存潜向量，并直接对它做注意力。',
        expanded: '只缓存潜向量，每一步都重建 K 和 V。',
        naive: '缓存每个头重建出来的 K 和 V。',
      },
    },
  },
  fields: ['modelDim', 'queryHeads', 'latentDim', 'ropeDim', 'nopeDim', 'vDim', 'queryRank'],
  modes: [
    { id: 'absorbed', usedFor: ['decode'] },
    { id: 'expanded', usedFor: ['prefill'] },
    { id: 'naive', usedFor: [] },
  ],
  scaling: {
    cache: (dims, size) => ({ ...dims, latentDim: 8 * size }),
    parameters: byQueryHeads,
  },
  describes: (native) => 'latentDim' in native,
  native: ({ modelDim, queryHeads, latentDim, ropeDim, nopeDim, vDim, queryRank }) => ({
    modelDim,
    queryHeads,
    latentDim,
    ropeDim,
    nopeDim,
    vDim,
    queryRank,
  }),
  problems(dims) {
    const found = rangeProblems(dims, mla.fields);
    return found.length > 0 ? found : rotationProblems(dims);
  },
  plan,
};
