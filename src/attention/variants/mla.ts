// Multi-head latent attention: one low-rank latent per token is cached, and keys and values are projections of it.
//
// absorbed  caches the latent; W_UK moves to the query and W_UV to the context, so that all heads attend to the
//           latent itself: one fat MQA of width latentDim + ropeDim.
// expanded  caches the latent; keys and values of every cached token are rebuilt from it, as in training.
// naive     caches the rebuilt keys and values: what an implementation does that knows only MHA.

import { rangeProblems, type Dims } from '../dims';
import type { AttendStep, Field, Plan, Step, Tensor, Weight } from '../plan';
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
const valueRows = ({ nopeDim, vDim }: Dims) => ({ of: 'wkvB', axis: 'row', from: nopeDim, width: vDim });

const latentCache = ({ latentDim, ropeDim }: Dims): Field[] => [
  { id: 'latents', holds: 'latent', heads: 1, width: latentDim, format: 'chosen' },
  { id: 'ropeKeys', holds: 'ropeKey', heads: 1, width: ropeDim, format: 'min16' },
];

const appendLatent: Step[] = [
  { op: 'append', x: [{ from: { of: 'latent' }, heads: 'shared' }], field: 'latents' },
  { op: 'append', x: [{ from: { of: 'keyRope' }, heads: 'shared' }], field: 'ropeKeys' },
];

function attend(
  { nopeDim, ropeDim }: Dims,
  { scale, scaleFactor = 1, softcap }: Conventions,
  pieces: Pick<AttendStep, 'q' | 'key' | 'value' | 'out'>,
): AttendStep {
  return {
    op: 'attend',
    ...pieces,
    // The width that counts is that of the expanded row: absorption must not change the scores.
    scale: scale ?? scaleFactor * (nopeDim + ropeDim) ** -0.5,
    mask: { causal: true },
    ...(softcap ? { softcap } : {}),
  };
}

function absorbed(dims: Dims, conventions: Conventions): Part {
  const { queryHeads, latentDim, nopeDim } = dims;
  return {
    tensors: [
      { id: 'queryAbsorbed', axes: [['head', queryHeads], ['latent', latentDim]], rows: 'new' },
      { id: 'contextLatent', axes: [['head', queryHeads], ['latent', latentDim]], rows: 'new' },
    ],
    cache: latentCache(dims),
    steps: [
      ...appendLatent,
      { op: 'project', x: { of: 'query', from: 0, width: nopeDim }, w: keyRows(dims), contract: ['row'], perHead: true, out: 'queryAbsorbed' },
      attend(dims, conventions, {
        q: [{ from: { of: 'queryAbsorbed' }, heads: 'own' }, { from: { of: 'queryRope' }, heads: 'own' }],
        key: [{ from: { of: 'latents' }, heads: 'shared' }, { from: { of: 'ropeKeys' }, heads: 'shared' }],
        value: [{ from: { of: 'latents' }, heads: 'shared' }],
        out: 'contextLatent',
      }),
      { op: 'project', x: { of: 'contextLatent' }, w: valueRows(dims), contract: ['latent'], perHead: true, out: 'context' },
    ],
  };
}

function expanded(dims: Dims, conventions: Conventions): Part {
  const { queryHeads, nopeDim, vDim } = dims;
  return {
    tensors: [
      { id: 'rebuiltKeys', axes: [['head', queryHeads], ['row', nopeDim]], rows: 'cached' },
      { id: 'rebuiltValues', axes: [['head', queryHeads], ['row', vDim]], rows: 'cached' },
    ],
    cache: latentCache(dims),
    steps: [
      ...appendLatent,
      { op: 'rebuild', from: { of: 'latents' }, by: keyRows(dims), contract: ['latent'], out: 'rebuiltKeys' },
      { op: 'rebuild', from: { of: 'latents' }, by: valueRows(dims), contract: ['latent'], out: 'rebuiltValues' },
      attend(dims, conventions, {
        q: [{ from: { of: 'query', from: 0, width: nopeDim }, heads: 'own' }, { from: { of: 'queryRope' }, heads: 'own' }],
        key: [{ from: { of: 'rebuiltKeys' }, heads: 'own' }, { from: { of: 'ropeKeys' }, heads: 'shared' }],
        value: [{ from: { of: 'rebuiltValues' }, heads: 'own' }],
        out: 'context',
      }),
    ],
  };
}

function naive(dims: Dims, conventions: Conventions): Part {
  const { queryHeads, nopeDim, ropeDim, vDim } = dims;
  return {
    tensors: [
      { id: 'keyNope', axes: [['head', queryHeads], ['row', nopeDim]], rows: 'new' },
      { id: 'value', axes: [['head', queryHeads], ['row', vDim]], rows: 'new' },
    ],
    cache: [
      { id: 'keys', holds: 'key', heads: queryHeads, width: nopeDim + ropeDim, format: 'chosen' },
      { id: 'values', holds: 'value', heads: queryHeads, width: vDim, format: 'chosen' },
    ],
    steps: [
      { op: 'project', x: { of: 'latent' }, w: keyRows(dims), contract: ['latent'], perHead: false, out: 'keyNope' },
      { op: 'project', x: { of: 'latent' }, w: valueRows(dims), contract: ['latent'], perHead: false, out: 'value' },
      { op: 'append', x: [{ from: { of: 'keyNope' }, heads: 'own' }, { from: { of: 'keyRope' }, heads: 'shared' }], field: 'keys' },
      { op: 'append', x: [{ from: { of: 'value' }, heads: 'own' }], field: 'values' },
      attend(dims, conventions, {
        q: [{ from: { of: 'query', from: 0, width: nopeDim }, heads: 'own' }, { from: { of: 'queryRope' }, heads: 'own' }],
        key: [{ from: { of: 'keys' }, heads: 'own' }],
        value: [{ from: { of: 'values' }, heads: 'own' }],
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
        { id: 'wqA', axes: [['queryLatent', queryRank], ['model', modelDim]] },
        { id: 'qNorm', axes: [['queryLatent', queryRank]] },
        { id: 'wqB', axes: [['head', queryHeads], ['qk', qk], ['queryLatent', queryRank]] },
      ]
    : [{ id: 'wq', axes: [['head', queryHeads], ['qk', qk], ['model', modelDim]] }];
  const queryTensors: Tensor[] = queryRank
    ? [
        { id: 'queryCompressed', axes: [['queryLatent', queryRank]], rows: 'new' },
        { id: 'queryLatent', axes: [['queryLatent', queryRank]], rows: 'new' },
      ]
    : [];
  const querySteps: Step[] = queryRank
    ? [
        { op: 'project', x: { of: 'x' }, w: { of: 'wqA' }, contract: ['model'], perHead: false, out: 'queryCompressed' },
        { op: 'normalize', x: { of: 'queryCompressed' }, weight: 'qNorm', eps: normEps, out: 'queryLatent' },
        { op: 'project', x: { of: 'queryLatent' }, w: { of: 'wqB' }, contract: ['queryLatent'], perHead: false, out: 'query' },
      ]
    : [{ op: 'project', x: { of: 'x' }, w: { of: 'wq' }, contract: ['model'], perHead: false, out: 'query' }];

  return {
    phase,
    mode,
    inputs: ['x'],
    output: 'y',
    tensors: [
      { id: 'x', axes: [['model', modelDim]], rows: 'new' },
      ...queryTensors,
      { id: 'query', axes: [['head', queryHeads], ['qk', qk]], rows: 'new' },
      { id: 'queryRope', axes: [['head', queryHeads], ['rope', ropeDim]], rows: 'new' },
      { id: 'compressed', axes: [['compressed', compressed]], rows: 'new' },
      { id: 'latent', axes: [['latent', latentDim]], rows: 'new' },
      { id: 'keyRope', axes: [['rope', ropeDim]], rows: 'new' },
      ...part.tensors,
      { id: 'context', axes: [['head', queryHeads], ['value', vDim]], rows: 'new' },
      { id: 'y', axes: [['model', modelDim]], rows: 'new' },
    ],
    weights: [
      ...queryWeights,
      { id: 'wkvA', axes: [['compressed', compressed], ['model', modelDim]] },
      { id: 'kvNorm', axes: [['latent', latentDim]] },
      { id: 'wkvB', axes: [['head', queryHeads], ['row', nopeDim + vDim], ['latent', latentDim]] },
      { id: 'wo', axes: [['model', modelDim], ['head', queryHeads], ['value', vDim]] },
    ],
    tables: [{ id: 'rotation', spec: rope, dim: ropeDim }],
    cache: part.cache,
    steps: [
      ...querySteps,
      { op: 'rotate', x: { of: 'query', from: nopeDim, width: ropeDim }, table: 'rotation', out: 'queryRope' },
      { op: 'project', x: { of: 'x' }, w: { of: 'wkvA' }, contract: ['model'], perHead: false, out: 'compressed' },
      { op: 'normalize', x: { of: 'compressed', from: 0, width: latentDim }, weight: 'kvNorm', eps: normEps, out: 'latent' },
      { op: 'rotate', x: { of: 'compressed', from: latentDim, width: ropeDim }, table: 'rotation', out: 'keyRope' },
      ...part.steps,
      { op: 'project', x: { of: 'context' }, w: { of: 'wo' }, contract: ['head', 'value'], perHead: false, out: 'y' },
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
  problems(dims) {
    const found = rangeProblems(dims, mla.fields);
    if (found.length === 0 && dims.ropeDim % 2 !== 0) {
      found.push({ field: 'ropeDim', code: 'oddRotation', values: { field: 'ropeDim', value: dims.ropeDim } });
    }
    return found;
  },
  plan,
};
