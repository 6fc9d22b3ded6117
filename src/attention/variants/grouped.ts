// The plan that MHA, GQA and MQA share: they differ in the number of kv heads alone.
//
// cached      keeps keys and values, and computes those of the new tokens alone.
// recomputed  keeps nothing: every token so far is new in each step, as a lesson without a cache begins.

import { describeProblem, type Dims, type Problem } from '../dims';
import type { Field, Plan, Step, Tensor, Weight } from '../plan';
import { attending } from '../attending';
import type { NativeDims } from '../propose';
import { made, own, project, shape } from '../shorthand';
import { plainConventions, type Mode, type PlanRequest } from '../variant';

export const groupedModes: readonly Mode[] = [
  { id: 'cached', usedFor: ['prefill', 'decode'] },
  { id: 'recomputed', usedFor: [] },
];

/** A value head that is as wide as a key is not stated: most configurations have no field for it. */
export const groupedNative = (
  { modelDim, queryHeads, headDim, vDim }: Dims,
  kvHeads: number,
): NativeDims => ({
  modelDim,
  queryHeads,
  kvHeads,
  headDim,
  ...(vDim === headDim ? {} : { vDim }),
});

/** A layer whose `kvHeads` heads of keys and values each serve `queryHeads / kvHeads` query heads. */
export function groupedPlan(
  { modelDim, queryHeads, headDim, vDim }: Dims,
  kvHeads: number,
  { phase, mode = 'cached', conventions = plainConventions }: PlanRequest,
  source: string,
): Plan {
  if (!groupedModes.some(({ id }) => id === mode)) {
    const ids = groupedModes.map(({ id }) => id).join(', ');
    throw new Error(`no mode "${mode}": choose ${ids}`);
  }
  const keeps = mode === 'cached';
  const { headNorm, normEps, biases = [] } = conventions;
  const attend = attending(conventions, { queryHeads, rowWidth: headDim });
  // Rotation turns pairs: the last column of an odd head passes unchanged.
  const { rotaryDim = headDim - (headDim % 2) } = conventions;
  // A head of one column has no pair to turn.
  const rope = rotaryDim > 0 ? conventions.rope : null;
  const bias = (of: 'q' | 'k' | 'v' | 'o') => (biases.includes(of) ? { bias: `b${of}` } : {});
  const weights: Weight[] = [
    { id: 'wq', axes: shape({ head: queryHeads, qk: headDim, model: modelDim }), ...bias('q') },
    { id: 'wk', axes: shape({ head: kvHeads, qk: headDim, model: modelDim }), ...bias('k') },
    { id: 'wv', axes: shape({ head: kvHeads, value: vDim, model: modelDim }), ...bias('v') },
    { id: 'wo', axes: shape({ model: modelDim, head: queryHeads, value: vDim }), ...bias('o') },
  ];
  const biasAxes = { q: weights[0], k: weights[1], v: weights[2] };
  for (const of of biases) {
    const axes =
      of === 'o' ? ([['model', modelDim]] as const) : (biasAxes[of]?.axes.slice(0, 2) ?? []);
    weights.push({ id: `b${of}`, axes });
  }
  weights.push(...attend.weights);
  const tensors: Tensor[] = [
    made('x', { model: modelDim }),
    made('query', { head: queryHeads, qk: headDim }),
    made('key', { head: kvHeads, qk: headDim }),
    made('value', { head: kvHeads, value: vDim }),
    made('context', { head: queryHeads, value: vDim }),
    made('y', { model: modelDim }),
    ...attend.tensors,
  ];
  const cache: Field[] = keeps
    ? [
        { id: 'keys', holds: 'key', heads: kvHeads, width: headDim, format: 'chosen' },
        { id: 'values', holds: 'value', heads: kvHeads, width: vDim, format: 'chosen' },
      ]
    : [];
  const steps: Step[] = [
    project('x', { of: 'wq' }, ['model'], 'query'),
    project('x', { of: 'wk' }, ['model'], 'key'),
    project('x', { of: 'wv' }, ['model'], 'value'),
  ];

  // Each stage replaces the query and key that the next one reads.
  let query = 'query';
  let key = 'key';
  const stage = (name: string, add: (from: string, out: string, which: 'q' | 'k') => void) => {
    tensors.push(made(`query${name}`, { head: queryHeads, qk: headDim }));
    tensors.push(made(`key${name}`, { head: kvHeads, qk: headDim }));
    add(query, `query${name}`, 'q');
    add(key, `key${name}`, 'k');
    [query, key] = [`query${name}`, `key${name}`];
  };
  if (headNorm) {
    weights.push(
      { id: 'qNorm', axes: shape({ qk: headDim }) },
      { id: 'kNorm', axes: shape({ qk: headDim }) },
    );
    stage('Normed', (from, out, which) =>
      steps.push({ op: 'normalize', x: { of: from }, weight: `${which}Norm`, eps: normEps, out }),
    );
  }
  if (rope) {
    stage('Rotated', (from, out) =>
      steps.push({ op: 'rotate', x: { of: from }, table: 'rotation', out }),
    );
  }

  if (keeps) {
    steps.push(
      { op: 'append', x: [own(key)], field: 'keys' },
      { op: 'append', x: [own('value')], field: 'values' },
    );
  }
  steps.push(
    {
      op: 'attend',
      q: [own(query)],
      key: [own(keeps ? 'keys' : key)],
      value: [own(keeps ? 'values' : 'value')],
      ...attend.options,
      out: 'context',
    },
    project('context', { of: 'wo' }, ['head', 'value'], 'y'),
  );
  return {
    phase,
    mode,
    inputs: ['x'],
    output: 'y',
    tensors,
    weights,
    tables: rope ? [{ id: 'rotation', spec: rope, dim: rotaryDim }] : [],
    cache,
    steps,
    source,
  };
}

/** Throws the first problem, since a plan of impossible sizes would fail far from its cause. */
export function refuse(problems: readonly Problem[]): void {
  if (problems[0]) throw new Error(describeProblem(problems[0]));
}
