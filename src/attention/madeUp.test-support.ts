// A variant that no paper has: each kv head has keys of its own, with a rotary part of its own, and all heads share one
// normalized value. Importing this file before what reads the table puts it there, as docs/adding-a-variant.md says.

import { attending } from './attending';
import { groupProblems, rangeProblems, rotationProblems, type Dims } from './dims';
import type { Plan } from './plan';
import { made, own, project, shape, shared } from './shorthand';
import {
  byQueryHeads,
  plainConventions,
  plainRope,
  type PlanRequest,
  type Variant,
} from './variant';
import { variants } from './variants';

function plan(dims: Dims, { phase, conventions = plainConventions }: PlanRequest): Plan {
  const { modelDim, queryHeads, kvHeads, nopeDim, ropeDim, vDim } = dims;
  const rowWidth = nopeDim + ropeDim;
  const attend = attending(conventions, { queryHeads, rowWidth });
  const plain = { axis: 'qk', from: 0, width: nopeDim };
  const turning = { axis: 'qk', from: nopeDim, width: ropeDim };
  return {
    phase,
    mode: 'cached',
    inputs: ['x'],
    output: 'y',
    tensors: [
      made('x', { model: modelDim }),
      made('queryPlain', { head: queryHeads, qk: nopeDim }),
      made('queryUnrotated', { head: queryHeads, rope: ropeDim }),
      made('queryRope', { head: queryHeads, rope: ropeDim }),
      made('keyPlain', { head: kvHeads, qk: nopeDim }),
      made('keyUnrotated', { head: kvHeads, rope: ropeDim }),
      made('keyRope', { head: kvHeads, rope: ropeDim }),
      made('gathered', { value: vDim }),
      made('pooled', { value: vDim }),
      made('context', { head: queryHeads, value: vDim }),
      made('y', { model: modelDim }),
      ...attend.tensors,
    ],
    weights: [
      { id: 'wq', axes: shape({ head: queryHeads, qk: rowWidth, model: modelDim }) },
      { id: 'wk', axes: shape({ head: kvHeads, qk: rowWidth, model: modelDim }) },
      { id: 'wv', axes: shape({ value: vDim, model: modelDim }) },
      { id: 'vNorm', axes: shape({ value: vDim }) },
      { id: 'wo', axes: shape({ model: modelDim, head: queryHeads, value: vDim }) },
      ...attend.weights,
    ],
    tables: [{ id: 'rotation', spec: conventions.rope ?? plainRope, dim: ropeDim }],
    cache: [
      { id: 'keys', holds: 'key', heads: kvHeads, width: nopeDim, format: 'chosen' },
      { id: 'ropeKeys', holds: 'ropeKey', heads: kvHeads, width: ropeDim, format: 'min16' },
      { id: 'pool', holds: 'value', heads: 1, width: vDim, format: 'chosen' },
    ],
    steps: [
      project('x', { of: 'wq', ...plain }, ['model'], 'queryPlain'),
      project('x', { of: 'wq', ...turning }, ['model'], 'queryUnrotated'),
      { op: 'rotate', x: { of: 'queryUnrotated' }, table: 'rotation', out: 'queryRope' },
      project('x', { of: 'wk', ...plain }, ['model'], 'keyPlain'),
      project('x', { of: 'wk', ...turning }, ['model'], 'keyUnrotated'),
      { op: 'rotate', x: { of: 'keyUnrotated' }, table: 'rotation', out: 'keyRope' },
      project('x', { of: 'wv' }, ['model'], 'gathered'),
      {
        op: 'normalize',
        x: { of: 'gathered' },
        weight: 'vNorm',
        eps: conventions.normEps,
        out: 'pooled',
      },
      { op: 'append', x: [own('keyPlain')], field: 'keys' },
      { op: 'append', x: [own('keyRope')], field: 'ropeKeys' },
      { op: 'append', x: [shared('pooled')], field: 'pool' },
      {
        op: 'attend',
        q: [own('queryPlain'), own('queryRope')],
        key: [own('keys'), own('ropeKeys')],
        value: [shared('pool')],
        ...attend.options,
        out: 'context',
      },
      project('context', { of: 'wo' }, ['head', 'value'], 'y'),
    ],
    source: 'made up',
  };
}

export const madeUp: Variant = {
  id: 'pva',
  name: 'PVA',
  source: 'made up',
  texts: {
    en: { fullName: 'pooled-value attention', notes: { cached: 'All heads share one value.' } },
    zh: { fullName: '共值注意力', notes: { cached: '所有头共用一个值。' } },
  },
  fields: ['modelDim', 'queryHeads', 'kvHeads', 'nopeDim', 'ropeDim', 'vDim'],
  modes: [{ id: 'cached', usedFor: ['prefill', 'decode'] }],
  scaling: {
    cache: (dims, size) => ({ ...dims, kvHeads: size }),
    parameters: byQueryHeads,
  },
  describes: () => false,
  problems(dims) {
    const found = rangeProblems(dims, madeUp.fields);
    return found.length > 0 ? found : [...groupProblems(dims), ...rotationProblems(dims)];
  },
  plan,
};

/** Elements cached of one token in one layer. */
export const madeUpElements = ({ kvHeads, nopeDim, ropeDim, vDim }: Dims): number =>
  kvHeads * (nopeDim + ropeDim) + vDim;

// The line in the table. What is read-only to the program is an array nevertheless, and each test file has its own.
Array.prototype.push.call(variants, madeUp);
