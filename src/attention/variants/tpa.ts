// Tensor product attention: a token's queries, keys and values are sums of few outer products of a factor over heads
// and a factor over columns; the factors of keys and values are cached.

import { attending } from '../attending';
import { rangeProblems, type Dims } from '../dims';
import type { Field, OuterProductStep, Plan, Step, Tensor, Weight } from '../plan';
import { made, madeOfCached, own, project, shape } from '../shorthand';
import { byQueryHeads, plainConventions, type PlanRequest, type Variant } from '../variant';
import { refuse } from './grouped';

const source = 'Zhang et al. 2025, arXiv:2501.06425, sections 3.1-3.3, equations 3-9';

interface Factored {
  /** `query`, `key` or `value`: the beginning of its tensors' names. */
  readonly name: string;
  readonly rank: number;
  readonly width: number;
}

/** Projections of x to the two factors of a token's heads. */
function factors(
  { modelDim, queryHeads }: Dims,
  { name, rank, width }: Factored,
): { tensors: Tensor[]; weights: Weight[]; steps: Step[] } {
  const over = {
    heads: { factor: rank, head: queryHeads },
    columns: { factor: rank, column: width },
  };
  return {
    tensors: [made(`${name}Heads`, over.heads), made(`${name}Columns`, over.columns)],
    weights: [
      { id: `${name}A`, axes: shape({ ...over.heads, model: modelDim }) },
      { id: `${name}B`, axes: shape({ ...over.columns, model: modelDim }) },
    ],
    steps: [
      project('x', { of: `${name}A` }, ['model'], `${name}Heads`),
      project('x', { of: `${name}B` }, ['model'], `${name}Columns`),
    ],
  };
}

const fieldsOf = (
  { queryHeads }: Dims,
  { name, rank, width }: Factored,
  holds: 'keyFactor' | 'valueFactor',
): Field[] => [
  {
    id: `${name}HeadFactors`,
    holds: 'headFactor',
    heads: rank,
    width: queryHeads,
    format: 'chosen',
  },
  { id: `${name}ColumnFactors`, holds, heads: rank, width, format: 'chosen' },
];

const product = (left: string, right: string, rank: number, out: string): OuterProductStep => ({
  op: 'outerProduct',
  left: { of: left },
  right: { of: right },
  scale: 1 / rank,
  belongsToAttention: true,
  out,
});

function plan(dims: Dims, { phase, conventions = plainConventions }: PlanRequest): Plan {
  refuse(tpa.problems(dims));
  const { modelDim, queryHeads, headDim, vDim, queryFactors, keyFactors, valueFactors } = dims;
  const query: Factored = { name: 'query', rank: queryFactors, width: headDim };
  const key: Factored = { name: 'key', rank: keyFactors, width: headDim };
  const value: Factored = { name: 'value', rank: valueFactors, width: vDim };
  const parts = [query, key, value].map((factored) => factors(dims, factored));
  const { rotaryDim = headDim - (headDim % 2) } = conventions;
  const rope = rotaryDim > 0 ? conventions.rope : null;
  // Rotation is linear in the columns: turning the column factor turns every head (section 3.2).
  const turned = (name: string) => (rope ? `${name}Rotated` : `${name}Columns`);
  const rotations: Step[] = ['query', 'key'].flatMap((name): Step[] =>
    rope
      ? [{ op: 'rotate', x: { of: `${name}Columns` }, table: 'rotation', out: turned(name) }]
      : [],
  );
  const attend = attending(conventions, { queryHeads, rowWidth: headDim });
  return {
    phase,
    mode: 'cached',
    inputs: ['x'],
    output: 'y',
    tensors: [
      made('x', { model: modelDim }),
      ...parts.flatMap(({ tensors }) => tensors),
      ...(rope
        ? [
            made('queryRotated', { factor: queryFactors, column: headDim }),
            made('keyRotated', { factor: keyFactors, column: headDim }),
          ]
        : []),
      made('query', { head: queryHeads, qk: headDim }),
      madeOfCached('keys', { head: queryHeads, qk: headDim }),
      madeOfCached('values', { head: queryHeads, value: vDim }),
      made('context', { head: queryHeads, value: vDim }),
      made('y', { model: modelDim }),
      ...attend.tensors,
    ],
    weights: [
      ...parts.flatMap(({ weights }) => weights),
      { id: 'wo', axes: shape({ model: modelDim, head: queryHeads, value: vDim }) },
      ...attend.weights,
    ],
    tables: rope ? [{ id: 'rotation', spec: rope, dim: rotaryDim }] : [],
    cache: [...fieldsOf(dims, key, 'keyFactor'), ...fieldsOf(dims, value, 'valueFactor')],
    steps: [
      ...parts.flatMap(({ steps }) => steps),
      ...rotations,
      product('queryHeads', turned('query'), queryFactors, 'query'),
      { op: 'append', x: [own('keyHeads')], field: 'keyHeadFactors' },
      { op: 'append', x: [own(turned('key'))], field: 'keyColumnFactors' },
      { op: 'append', x: [own('valueHeads')], field: 'valueHeadFactors' },
      { op: 'append', x: [own('valueColumns')], field: 'valueColumnFactors' },
      product('keyHeadFactors', 'keyColumnFactors', keyFactors, 'keys'),
      product('valueHeadFactors', 'valueColumnFactors', valueFactors, 'values'),
      {
        op: 'attend',
        q: [own('query')],
        key: [own('keys')],
        value: [own('values')],
        ...attend.options,
        out: 'context',
      },
      project('context', { of: 'wo' }, ['head', 'value'], 'y'),
    ],
    source,
  };
}

export const tpa: Variant = {
  id: 'tpa',
  name: 'TPA',
  source,
  texts: {
    en: {
      fullName: 'tensor product attention',
      notes: { cached: 'Keeps factors; their outer products make keys and values at every step.' },
      fields: {
        keyHeadFactors: 'K over heads',
        keyColumnFactors: 'K over columns',
        valueHeadFactors: 'V over heads',
        valueColumnFactors: 'V over columns',
      },
    },
    zh: {
      fullName: '张量积注意力',
      notes: { cached: '只缓存因子，每一步用它们的外积还原出键和值。' },
      fields: {
        keyHeadFactors: '键的头因子',
        keyColumnFactors: '键的列因子',
        valueHeadFactors: '值的头因子',
        valueColumnFactors: '值的列因子',
      },
    },
  },
  fields: [
    'modelDim',
    'queryHeads',
    'headDim',
    'vDim',
    'queryFactors',
    'keyFactors',
    'valueFactors',
  ],
  modes: [{ id: 'cached', usedFor: ['prefill', 'decode'] }],
  scaling: {
    cache: (dims, size) => ({ ...dims, keyFactors: size, valueFactors: size }),
    parameters: byQueryHeads,
  },
  // No published configuration is known to factor its heads this way.
  describes: () => false,
  problems: (dims) => rangeProblems(dims, tpa.fields),
  plan,
};
