// Grouped-tied attention: one cached row per kv head is value and, in its first half, key; the key's other half is a
// rotary key that all heads share.

import { attending } from '../attending';
import { groupProblems, rangeProblems, type Dims } from '../dims';
import type { Plan } from '../plan';
import { made, own, project, shape, shared } from '../shorthand';
import {
  byQueryHeads,
  plainConventions,
  plainRope,
  type PlanRequest,
  type Variant,
} from '../variant';
import { refuse } from './grouped';

const source = 'Zadouri, Strauss & Dao 2025, arXiv:2505.21487, section 3.3';

function plan(dims: Dims, { phase, conventions = plainConventions }: PlanRequest): Plan {
  refuse(gta.problems(dims));
  const { modelDim, queryHeads, kvHeads, headDim } = dims;
  const half = headDim / 2;
  const attend = attending(conventions, { queryHeads, rowWidth: headDim });
  return {
    phase,
    mode: 'cached',
    inputs: ['x'],
    output: 'y',
    tensors: [
      made('x', { model: modelDim }),
      made('queryTied', { head: queryHeads, qk: half }),
      made('queryUnrotated', { head: queryHeads, rope: half }),
      made('queryRope', { head: queryHeads, rope: half }),
      made('tiedRow', { head: kvHeads, value: headDim }),
      made('keyUnrotated', { rope: half }),
      made('keyRope', { rope: half }),
      made('context', { head: queryHeads, value: headDim }),
      made('y', { model: modelDim }),
      ...attend.tensors,
    ],
    weights: [
      { id: 'wq', axes: shape({ head: queryHeads, qk: headDim, model: modelDim }) },
      { id: 'wkv', axes: shape({ head: kvHeads, value: headDim, model: modelDim }) },
      { id: 'wkRope', axes: shape({ rope: half, model: modelDim }) },
      { id: 'wo', axes: shape({ model: modelDim, head: queryHeads, value: headDim }) },
      ...attend.weights,
    ],
    // The tied half is a value too, so that it cannot turn: position is in the shared half alone.
    tables: [{ id: 'rotation', spec: conventions.rope ?? plainRope, dim: half }],
    cache: [
      {
        id: 'tied',
        holds: 'tied',
        heads: kvHeads,
        width: headDim,
        format: 'chosen',
        prefix: half,
      },
      { id: 'ropeKeys', holds: 'ropeKey', heads: 1, width: half, format: 'min16' },
    ],
    steps: [
      project('x', { of: 'wq', axis: 'qk', from: 0, width: half }, ['model'], 'queryTied'),
      project('x', { of: 'wq', axis: 'qk', from: half, width: half }, ['model'], 'queryUnrotated'),
      { op: 'rotate', x: { of: 'queryUnrotated' }, table: 'rotation', out: 'queryRope' },
      project('x', { of: 'wkv' }, ['model'], 'tiedRow'),
      project('x', { of: 'wkRope' }, ['model'], 'keyUnrotated'),
      { op: 'rotate', x: { of: 'keyUnrotated' }, table: 'rotation', out: 'keyRope' },
      { op: 'append', x: [own('tiedRow')], field: 'tied' },
      { op: 'append', x: [shared('keyRope')], field: 'ropeKeys' },
      {
        op: 'attend',
        q: [own('queryTied'), own('queryRope')],
        key: [own('tied', { from: 0, width: half }), shared('ropeKeys')],
        value: [own('tied')],
        ...attend.options,
        out: 'context',
      },
      project('context', { of: 'wo' }, ['head', 'value'], 'y'),
    ],
    source,
  };
}

export const gta: Variant = {
  id: 'gta',
  name: 'GTA',
  source,
  texts: {
    en: {
      fullName: 'grouped-tied attention',
      notes: {
        cached:
          'Groups of {{groupSize}} query heads share one row: all of it is the value, its first half also the key.',
      },
    },
    zh: {
      fullName: '分组绑定注意力',
      notes: { cached: '每 {{groupSize}} 个查询头共用一行：整行作值，前半行兼作键。' },
    },
  },
  fields: ['modelDim', 'queryHeads', 'kvHeads', 'headDim'],
  modes: [{ id: 'cached', usedFor: ['prefill', 'decode'] }],
  scaling: {
    cache: (dims, size) => ({ ...dims, kvHeads: size }),
    parameters: byQueryHeads,
  },
  // No published configuration is known to tie keys to values.
  describes: () => false,
  problems(dims) {
    const found = rangeProblems(dims, gta.fields);
    if (found.length > 0) return found;
    const { headDim } = dims;
    found.push(...groupProblems(dims));
    // Half a head is rotated, and rotation turns pairs.
    if (headDim % 4 !== 0) {
      found.push({
        field: 'headDim',
        code: 'notMultiple',
        values: { field: 'headDim', value: headDim, of: 4 },
      });
    }
    return found;
  },
  plan,
};
