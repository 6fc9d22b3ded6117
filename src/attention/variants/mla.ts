// Multi-head latent attention: one low-rank latent per token is cached, and keys and values are projections of it.
//
// absorbed  caches the latent; W_UK moves to the query and W_UV to the context, so that all heads attend to the
//           latent itself: one fat MQA of width latentDim + ropeDim.
// expanded  caches the latent; keys and values of every cached token are rebuilt from it, as in training.
// naive     caches the rebuilt keys and values: what an implementation does that knows only MHA.

import { rangeProblems, type Dims } from '../dims';
import type { AttendStep, Field, Plan, Step, Tensor, Weight } from '../plan';
import { made, madeOfCached, own, project, absorb, shape, shared } from '../shorthand';
import {
  modeFor,
  plainConventions,
  plainRope,
  type Conventions,
  type PlanRequest,
  type Variant,
} from '../variant';
import { refuse } from './grouped';

const source = 'DeepSeek-AI 2024, arXiv:2405.04434, section 2.1 and appendix C, eqs. 37-47';

/** The parts of a plan that a mode adds to the shared ones. */
interface Part {
  readonly tensors: readonly Tensor[];
  readonly cache: readonly Field[];
  readonly steps: readonly Step[];
}

/** Rows of the key-value up-projection that make a head's key (W_UK), and those that make its value (W_UV). */
const keyRows = ({ nopeDim }: Dims) => ({ of: 'wkvB', axis: 'row', from: 0, width: nopeDim });
const valueRows = ({ nopeDim, vDim }: Dims) => ({
  of: 'wkvB',
  axis: 'row',
  from: nopeDim,
  width: vDim,
});

const latentCache = ({ latentDim, ropeDim }: Dims): Field[] => [
  { id: 'latents', holds: 'latent', heads: 1, width: latentDim, format: 'chosen' },
  { id: 'ropeKeys', holds: 'ropeKey', heads: 1, width: ropeDim, format: 'min16' },
];

const appendLatent: Step[] = [
  { op: 'append', x: [shared('latent')], field: 'latents' },
  { op: 'append', x: [shared('keyRope')], field: 'ropeKeys' },
];

const queryRope = ({ queryHeads, ropeDim }: Dims): Tensor =>
  made('queryRope', { head: queryHeads, rope: ropeDim });

/** The rotary part of every query head, which meets the shared rotary key as a piece of its own. */
const rotateQuery = ({ nopeDim, ropeDim }: Dims): Step => ({
  op: 'rotate',
  x: { of: 'query', from: nopeDim, width: ropeDim },
  table: 'rotation',
  out: 'queryRope',
});

function attend(
  { nopeDim, ropeDim }: Dims,
  { scale, scaleFactor = 1, softcap, window }: Conventions,
  pieces: Pick<AttendStep, 'q' | 'key' | 'value' | 'out'>,
): AttendStep {
  return {
    op: 'attend',
    ...pieces,
    // The width that counts is that of the expanded row: absorption must not change the scores.
    scale: scale ?? scaleFactor * (nopeDim + ropeDim) ** -0.5,
    mask: { causal: true, ...(window ? { window: 'perStep' as const } : {}) },
    ...(softcap ? { softcap } : {}),
  };
}

function absorbed(dims: Dims, conventions: Conventions): Part {
  const { queryHeads, latentDim, nopeDim } = dims;
  return {
    tensors: [
      queryRope(dims),
      made('queryAbsorbed', { head: queryHeads, latent: latentDim }),
      made('contextLatent', { head: queryHeads, latent: latentDim }),
    ],
    cache: latentCache(dims),
    steps: [
      rotateQuery(dims),
      ...appendLatent,
      absorb({ of: 'query', from: 0, width: nopeDim }, keyRows(dims), ['row'], 'queryAbsorbed'),
      attend(dims, conventions, {
        q: [own('queryAbsorbed'), own('queryRope')],
        key: [shared('latents'), shared('ropeKeys')],
        value: [shared('latents')],
        out: 'contextLatent',
      }),
      absorb({ of: 'contextLatent' }, valueRows(dims), ['latent'], 'context'),
    ],
  };
}

function expanded(dims: Dims, conventions: Conventions): Part {
  const { queryHeads, nopeDim, vDim } = dims;
  return {
    tensors: [
      queryRope(dims),
      madeOfCached('rebuiltKeys', { head: queryHeads, row: nopeDim }),
      madeOfCached('rebuiltValues', { head: queryHeads, row: vDim }),
    ],
    cache: latentCache(dims),
    steps: [
      rotateQuery(dims),
      ...appendLatent,
      {
        op: 'rebuild',
        from: { of: 'latents' },
        by: keyRows(dims),
        contract: ['latent'],
        out: 'rebuiltKeys',
      },
      {
        op: 'rebuild',
        from: { of: 'latents' },
        by: valueRows(dims),
        contract: ['latent'],
        out: 'rebuiltValues',
      },
      attend(dims, conventions, {
        q: [own('query', { from: 0, width: nopeDim }), own('queryRope')],
        key: [own('rebuiltKeys'), shared('ropeKeys')],
        value: [own('rebuiltValues')],
        out: 'context',
      }),
    ],
  };
}

function naive(dims: Dims, conventions: Conventions): Part {
  const { queryHeads, nopeDim, ropeDim, vDim } = dims;
  return {
    tensors: [
      made('keyNope', { head: queryHeads, row: nopeDim }),
      made('value', { head: queryHeads, row: vDim }),
      made('queryRotated', { head: queryHeads, qk: nopeDim + ropeDim }),
    ],
    cache: [
      { id: 'keys', holds: 'key', heads: queryHeads, width: nopeDim + ropeDim, format: 'chosen' },
      { id: 'values', holds: 'value', heads: queryHeads, width: vDim, format: 'chosen' },
    ],
    steps: [
      { op: 'rotate', x: { of: 'query' }, at: nopeDim, table: 'rotation', out: 'queryRotated' },
      project('latent', keyRows(dims), ['latent'], 'keyNope'),
      project('latent', valueRows(dims), ['latent'], 'value'),
      { op: 'append', x: [own('keyNope'), shared('keyRope')], field: 'keys' },
      { op: 'append', x: [own('value')], field: 'values' },
      attend(dims, conventions, {
        q: [own('queryRotated')],
        key: [own('keys')],
        value: [own('values')],
        out: 'context',
      }),
    ],
  };
}

const parts: Record<string, typeof absorbed> = { absorbed, expanded, naive };

function plan(dims: Dims, request: PlanRequest): Plan {
  refuse(mla.problems(dims));
  const { modelDim, queryHeads, latentDim, ropeDim, nopeDim, vDim, queryRank } = dims;
  const { phase, mode = modeFor(mla, phase), conventions = plainConventions } = request;
  const part = parts[mode]?.(dims, conventions);
  if (!part) throw new Error(`MLA has no mode "${mode}": choose ${Object.keys(parts).join(', ')}`);
  const { normEps } = conventions;
  // A model with learned positions (OPT) has no rotation to lend, and the shared key is there to be rotated.
  const rope = conventions.rope ?? plainRope;
  const compressed = latentDim + ropeDim;
  const qk = nopeDim + ropeDim;

  // Query compression is a pair of matrices with a norm between them, or one matrix.
  const queryWeights: Weight[] = queryRank
    ? [
        { id: 'wqA', axes: shape({ queryLatent: queryRank, model: modelDim }) },
        { id: 'qNorm', axes: shape({ queryLatent: queryRank }) },
        { id: 'wqB', axes: shape({ head: queryHeads, qk, queryLatent: queryRank }) },
      ]
    : [{ id: 'wq', axes: shape({ head: queryHeads, qk, model: modelDim }) }];
  const queryTensors: Tensor[] = queryRank
    ? [
        made('queryCompressed', { queryLatent: queryRank }),
        made('queryLatent', { queryLatent: queryRank }),
      ]
    : [];
  const querySteps: Step[] = queryRank
    ? [
        project('x', { of: 'wqA' }, ['model'], 'queryCompressed'),
        {
          op: 'normalize',
          x: { of: 'queryCompressed' },
          weight: 'qNorm',
          eps: normEps,
          out: 'queryLatent',
        },
        project('queryLatent', { of: 'wqB' }, ['queryLatent'], 'query'),
      ]
    : [project('x', { of: 'wq' }, ['model'], 'query')];

  return {
    phase,
    mode,
    inputs: ['x'],
    output: 'y',
    tensors: [
      made('x', { model: modelDim }),
      ...queryTensors,
      made('query', { head: queryHeads, qk }),
      made('compressed', { compressed }),
      made('latent', { latent: latentDim }),
      made('keyRope', { rope: ropeDim }),
      ...part.tensors,
      made('context', { head: queryHeads, value: vDim }),
      made('y', { model: modelDim }),
    ],
    weights: [
      ...queryWeights,
      { id: 'wkvA', axes: shape({ compressed, model: modelDim }) },
      { id: 'kvNorm', axes: shape({ latent: latentDim }) },
      { id: 'wkvB', axes: shape({ head: queryHeads, row: nopeDim + vDim, latent: latentDim }) },
      { id: 'wo', axes: shape({ model: modelDim, head: queryHeads, value: vDim }) },
    ],
    tables: [{ id: 'rotation', spec: rope, dim: ropeDim }],
    cache: part.cache,
    steps: [
      ...querySteps,
      project('x', { of: 'wkvA' }, ['model'], 'compressed'),
      {
        op: 'normalize',
        x: { of: 'compressed', from: 0, width: latentDim },
        weight: 'kvNorm',
        eps: normEps,
        out: 'latent',
      },
      {
        op: 'rotate',
        x: { of: 'compressed', from: latentDim, width: ropeDim },
        table: 'rotation',
        out: 'keyRope',
      },
      ...part.steps,
      project('context', { of: 'wo' }, ['head', 'value'], 'y'),
    ],
    source,
  };
}

export const mla: Variant = {
  id: 'mla',
  name: 'MLA',
  source,
  fields: ['modelDim', 'queryHeads', 'latentDim', 'ropeDim', 'nopeDim', 'vDim', 'queryRank'],
  modes: [
    { id: 'absorbed', usedFor: ['decode'] },
    { id: 'expanded', usedFor: ['prefill'] },
    { id: 'naive', usedFor: [] },
  ],
  describes: (native) => 'latentDim' in native,
  problems(dims) {
    const found = rangeProblems(dims, mla.fields);
    if (found.length === 0 && dims.ropeDim % 2 !== 0) {
      found.push({
        field: 'ropeDim',
        code: 'oddRotation',
        values: { field: 'ropeDim', value: dims.ropeDim },
      });
    }
    return found;
  },
  plan,
};
