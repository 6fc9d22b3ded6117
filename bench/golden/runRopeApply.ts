// Runs rotation alone: a plan of one step, with the cosines and sines that the case gives.

import type { Plan } from '../../src/attention/plan';
import { made } from '../../src/attention/shorthand';
import type { CaseChecks } from './compareCase';
import { layerRope } from './layerCase';
import { swapped } from './layouts';
import { dim, type GoldenCase, type GoldenValues } from './manifest';
import type { Reader } from './reader';

/** Cosines and sines by turns, [positions, dim / 2, 2]. */
function byTurns(cos: Float32Array, sin: Float32Array): Float32Array {
  const turns = new Float32Array(2 * cos.length);
  for (let i = 0; i < cos.length; i++) {
    turns[2 * i] = cos[i] ?? NaN;
    turns[2 * i + 1] = sin[i] ?? NaN;
  }
  return turns;
}

export async function runRopeApply(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  checks: CaseChecks,
): Promise<void> {
  const [batch, heads, width] = [
    dim(golden, 'batch'),
    dim(golden, 'n_heads'),
    dim(golden, 'head_dim'),
  ];
  const x = values.floats('x');
  const tokens = x.length / (batch * heads * width);
  const flat = golden.conventions.layout === 'BSE';
  const rope = layerRope(golden);
  const rotaryDim = golden.conventions.rope?.dim ?? width;
  const turns = byTurns(values.floats('cos'), values.floats('sin'));
  const plan: Plan = {
    phase: 'decode',
    mode: 'rotate',
    inputs: ['x'],
    output: 'rotated',
    tensors: [made('x', { head: heads, width }), made('rotated', { head: heads, width })],
    weights: [],
    tables: [{ id: 'turns', spec: { ...rope, given: turns }, dim: rotaryDim }],
    cache: [],
    steps: [{ op: 'rotate', x: { of: 'x' }, table: 'turns', out: 'rotated' }],
    source: 'Su et al. 2021, arXiv:2104.09864, section 3.2.2',
  };
  // Every token stands at a position of its own, so that each is a sequence of one; without positions the table has
  // a row for each token.
  const sequences = batch * tokens;
  const starts = values.has('positions')
    ? [...values.integers('positions')]
    : Array.from({ length: sequences }, (_, token) => token);
  const layer = await reader.open({
    plans: { prefill: plan, decode: plan },
    weights: {},
    batch: sequences,
    capacity: turns.length / rotaryDim,
    maxNewTokens: 1,
  });
  try {
    await layer.step({
      newTokens: 1,
      inputs: { x: Float32Array.from(flat ? x : swapped(x, [heads, tokens, width])) },
      starts,
      lengths: starts.map((start) => start + 1),
      offsets: starts,
    });
    const y = await layer.read(plan.output);
    checks.add(reader, plan.mode, 'y', flat ? y : swapped(y, [tokens, heads, width]));
  } finally {
    layer.dispose();
  }
  checks.requireAll(reader);
}
