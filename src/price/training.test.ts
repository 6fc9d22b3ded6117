// What training keeps, counted by hand for DeepSeek-V3's layer and checked on any plan.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { plainConventions } from '../attention/variant';
import { gqa } from '../attention/variants/gqa';
import { mha } from '../attention/variants/mha';
import { mla } from '../attention/variants/mla';
import { modelById } from '../facts/models';
import { anyPlan } from './anyPlan.test-support';
import { activations, type Training } from './training';

fc.configureGlobal({ seed: 20261122 });

const tiled: Training = {
  tokens: 4096,
  bytesPerElement: 2,
  attention: 'logSumExp',
  recompute: false,
};

/** DeepSeek-V3's layer as it is trained: keys and values of every head. */
const v3 = (queryRank: number) =>
  mla.plan(
    { ...proposeDims(modelById('deepseek-v3').dims), queryRank },
    {
      phase: 'prefill',
      mode: 'naive',
    },
  );

const keptBy = (plan: ReturnType<typeof v3>, training: Training) =>
  Object.fromEntries(activations(plan, training).kept.map(({ tensor, bytes }) => [tensor, bytes]));

describe("DeepSeek-V3's layer", () => {
  test('keeps the input of each step that needs it, the output of attention and its log-sum-exp', () => {
    expect(keptBy(v3(1536), tiled)).toEqual({
      x: 2 * 7168,
      queryCompressed: 2 * 1536,
      queryLatent: 2 * 1536,
      // The rotary columns of the compressed row only turn, which needs nothing of them.
      compressed: 2 * 512,
      latent: 2 * 512,
      queryRotated: 2 * 128 * 192,
      keyNope: 2 * 128 * 128,
      keyRope: 2 * 64,
      value: 2 * 128 * 128,
      context: 2 * 128 * 128,
      logSumExp: 4 * 128,
    });
  });

  test('with recomputation keeps what projections of x make, and what attention does', () => {
    expect(keptBy(v3(1536), { ...tiled, recompute: true })).toEqual({
      x: 2 * 7168,
      queryCompressed: 2 * 1536,
      compressed: 2 * (512 + 64),
      context: 2 * 128 * 128,
      logSumExp: 4 * 128,
    });
  });

  test('saves by compressing queries with recomputation, and without it pays for them twice', () => {
    const bytes = (queryRank: number, recompute: boolean) =>
      activations(v3(queryRank), { ...tiled, recompute }).bytes;
    expect(bytes(0, true) - bytes(1536, true)).toBe(2 * (128 * 192 - 1536));
    expect(bytes(1536, false) - bytes(0, false)).toBe(2 * 2 * 1536);
    expect([bytes(0, true), bytes(1536, true)]).toEqual([97_920, 51_840]);
  });

  test('keeps the same whichever way it decodes, but for the heads that a mode makes', () => {
    const { dims } = modelById('deepseek-v3');
    const of = (mode: string) => mla.plan(proposeDims(dims), { phase: 'prefill', mode });
    const [naive, expanded] = [of('naive'), of('expanded')].map((plan) => activations(plan, tiled));
    expect(expanded?.bytes).toBe(naive?.bytes);
    const again = [of('naive'), of('expanded'), of('absorbed')].map(
      (plan) => activations(plan, { ...tiled, recompute: true }).bytes,
    );
    expect(again[1]).toBe(again[0]);
    // Absorbed attention's output is as wide as the latent, of every head.
    expect((again[2] ?? 0) - (again[0] ?? 0)).toBe(2 * 128 * (512 - 128));
  });
});

test("Llama-3.1-8B's layer keeps rotated queries and keys, values and output", () => {
  const plan = gqa.plan(proposeDims(modelById('llama3.1-8b').dims), { phase: 'prefill' });
  const kept = Object.fromEntries(
    activations(plan, tiled).kept.map(({ tensor, bytes }) => [tensor, bytes]),
  );
  expect(kept).toEqual({
    x: 2 * 4096,
    queryRotated: 2 * 4096,
    keyRotated: 2 * 1024,
    value: 2 * 1024,
    context: 2 * 4096,
    logSumExp: 4 * 32,
  });
});

test('of MHA with plain attention is the 11 s b h + 5 a s^2 b of Korthikanti et al., less dropout', () => {
  // arXiv:2205.05198, section 4.1 and equation 1. Of the 11 s b h + 5 a s^2 b bytes that attention keeps, dropout's
  // masks are s b h and a s^2 b, and its output 2 a s^2 b.
  const [sequence, batch, hidden, heads] = [2048, 1, 1280, 20];
  const scores = heads * sequence ** 2 * batch;
  const ofPaper = 11 * sequence * batch * hidden + 5 * scores;
  const ofDropout = sequence * batch * hidden + scores + 2 * scores;
  const dims = proposeDims({ modelDim: hidden, queryHeads: heads, kvHeads: heads, headDim: 64 });
  const conventions = { ...plainConventions, rope: null };
  const plan = mha.plan(dims, { phase: 'prefill', conventions });
  const plain = { ...tiled, tokens: sequence, attention: 'probabilities' } as const;
  expect(sequence * activations(plan, plain).bytes).toBe(ofPaper - ofDropout);
  expect(keptBy(plan, plain)['probabilities']).toBe(2 * heads * sequence);
});

test('probabilities are those of every query and key, whether or not a mask or a window hides them', () => {
  const dims = proposeDims(modelById('llama3.1-8b').dims);
  const windowed = { ...plainConventions, window: true };
  for (const conventions of [plainConventions, windowed]) {
    const plan = gqa.plan(dims, { phase: 'prefill', conventions });
    const state = (tokens: number) =>
      activations(plan, { ...tiled, tokens, attention: 'probabilities' }).kept.at(-1);
    expect(state(4096)).toEqual({ tensor: 'probabilities', bytes: 2 * 32 * 4096 });
    expect(state(1)).toEqual({ tensor: 'probabilities', bytes: 2 * 32 });
  }
});

test('of any plan each tensor is kept once, and with recomputation none that can be made again', () => {
  fc.assert(
    fc.property(anyPlan, fc.integer({ min: 1, max: 5000 }), (plan, tokens) => {
      const keep = (more: Partial<Training>) => activations(plan, { ...tiled, tokens, ...more });
      const all = keep({});
      expect(all.kept.every(({ bytes }) => bytes > 0)).toBe(true);
      expect(all.bytes).toBe(all.kept.reduce((n, { bytes }) => n + bytes, 0));
      // What is kept is made of the plan's tensors, each once.
      const ids = all.kept.slice(0, -1).map(({ tensor }) => tensor);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => plan.tensors.some((tensor) => tensor.id === id))).toBe(true);
      expect(keep({ bytesPerElement: 4 }).bytes - all.bytes).toBe(
        all.bytes - (all.kept.at(-1)?.bytes ?? 0),
      );
      const again = keep({ recompute: true });
      const made = new Set(
        plan.steps.flatMap((step) =>
          (step.op === 'project' && !plan.inputs.includes(step.x.of)) ||
          step.op === 'normalize' ||
          step.op === 'rotate' ||
          step.op === 'rebuild' ||
          step.op === 'outerProduct'
            ? [step.out]
            : [],
        ),
      );
      expect(again.kept.some(({ tensor }) => made.has(tensor))).toBe(false);
    }),
  );
});
