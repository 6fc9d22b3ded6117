// The plan that MHA, GQA and MQA share: they differ in the number of kv heads alone.

import { describeProblem, type Dims, type Problem } from '../dims';
import type { Field, Plan, Step, Tensor, Weight } from '../plan';
import { plainConventions, type PlanRequest } from '../variant';

/** A layer whose `kvHeads` heads of keys and values each serve `queryHeads / kvHeads` query heads. */
export function groupedPlan(
  { modelDim, queryHeads, headDim, vDim }: Dims,
  kvHeads: number,
  { phase, conventions = plainConventions }: PlanRequest,
  source: string,
): Plan {
  const { rope, headNorm, normEps, softcap, biases = [] } = conventions;
  const { scale = (conventions.scaleFactor ?? 1) * headDim ** -0.5 } = conventions;
  // Rotation turns pairs: the last column of an odd head passes unchanged.
  const { rotaryDim = headDim - (headDim % 2) } = conventions;
  const bias = (of: 'q' | 'k' | 'v' | 'o') => (biases.includes(of) ? { bias: `b${of}` } : {});
  const weights: Weight[] = [
    { id: 'wq', axes: [['head', queryHeads], ['qk', headDim], ['model', modelDim]], ...bias('q') },
    { id: 'wk', axes: [['head', kvHeads], ['qk', headDim], ['model', modelDim]], ...bias('k') },
    { id: 'wv', axes: [['head', kvHeads], ['value', vDim], ['model', modelDim]], ...bias('v') },
    { id: 'wo', axes: [['model', modelDim], ['head', queryHeads], ['value', vDim]], ...bias('o') },
  ];
  const biasAxes = { q: weights[0], k: weights[1], v: weights[2] };
  for (const of of biases) {
    const axes = of === 'o' ? ([['model', modelDim]] as const) : (biasAxes[of]?.axes.slice(0, 2) ?? []);
    weights.push({ id: `b${of}`, axes });
  }
  const tensors: Tensor[] = [
    { id: 'x', axes: [['model', modelDim]], rows: 'new' },
    { id: 'query', axes: [['head', queryHeads], ['qk', headDim]], rows: 'new' },
    { id: 'key', axes: [['head', kvHeads], ['qk', headDim]], rows: 'new' },
    { id: 'value', axes: [['head', kvHeads], ['value', vDim]], rows: 'new' },
    { id: 'context', axes: [['head', queryHeads], ['value', vDim]], rows: 'new' },
    { id: 'y', axes: [['model', modelDim]], rows: 'new' },
  ];
  const cache: Field[] = [
    { id: 'keys', holds: 'key', heads: kvHeads, width: headDim, format: 'chosen' },
    { id: 'values', holds: 'value', heads: kvHeads, width: vDim, format: 'chosen' },
  ];
  const steps: Step[] = [
    { op: 'project', x: { of: 'x' }, w: { of: 'wq' }, contract: ['model'], perHead: false, out: 'query' },
    { op: 'project', x: { of: 'x' }, w: { of: 'wk' }, contract: ['model'], perHead: false, out: 'key' },
    { op: 'project', x: { of: 'x' }, w: { of: 'wv' }, contract: ['model'], perHead: false, out: 'value' },
  ];

  // Each stage replaces the query and key that the next one reads.
  let query = 'query';
  let key = 'key';
  const stage = (name: string, add: (from: string, out: string, which: 'q' | 'k') => void) => {
    tensors.push({ id: `query${name}`, axes: [['head', queryHeads], ['qk', headDim]], rows: 'new' });
    tensors.push({ id: `key${name}`, axes: [['head', kvHeads], ['qk', headDim]], rows: 'new' });
    add(query, `query${name}`, 'q');
    add(key, `key${name}`, 'k');
    [query, key] = [`query${name}`, `key${name}`];
  };
  if (headNorm) {
    weights.push({ id: 'qNorm', axes: [['qk', headDim]] }, { id: 'kNorm', axes: [['qk', headDim]] });
    stage('Normed', (from, out, which) =>
      steps.push({ op: 'normalize', x: { of: from }, weight: `${which}Norm`, eps: normEps, out }),
    );
  }
  if (rope) {
    stage('Rotated', (from, out) =>
      steps.push({ op: 'rotate', x: { of: from }, table: 'rotation', out }),
    );
  }

  steps.push(
    { op: 'append', x: [{ from: { of: key }, heads: 'own' }], field: 'keys' },
    { op: 'append', x: [{ from: { of: 'value' }, heads: 'own' }], field: 'values' },
    {
      op: 'attend',
      q: [{ from: { of: query }, heads: 'own' }],
      key: [{ from: { of: 'keys' }, heads: 'own' }],
      value: [{ from: { of: 'values' }, heads: 'own' }],
      scale,
      mask: { causal: true, ...(conventions.window ? { window: 'perStep' as const } : {}) },
      ...(softcap ? { softcap } : {}),
      out: 'context',
    },
    { op: 'project', x: { of: 'context' }, w: { of: 'wo' }, contract: ['head', 'value'], perHead: false, out: 'y' },
  );
  return {
    phase,
    mode: 'cached',
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
