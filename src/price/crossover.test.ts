// Where expanding MLA's latents begins to pay, against the closed form and step by step.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { anyDims, smallSizes } from '../attention/anyDims.test-support';
import type { Dims } from '../attention/dims';
import { inScope } from '../attention/scope';
import { variantById } from '../attention/variants';
import { mla } from '../attention/variants/mla';
import { crossoverNewTokens, fewestNewTokensFor } from './crossover';
import { pricePlan } from './price';

fc.configureGlobal({ seed: 20261122 });

const planIn = (mode: string, dims: Dims) => mla.plan(dims, { phase: 'prefill', mode });

/** c (n + v) / (2c - n - v). */
const closedForm = ({ latentDim: c, nopeDim: n, vDim: v }: Dims) => (c * (n + v)) / (2 * c - n - v);

const latent = (
  queryHeads: number,
  [latentDim, nopeDim, ropeDim, vDim]: readonly [number, number, number, number],
): Dims => ({
  modelDim: 512,
  queryHeads,
  kvHeads: 1,
  headDim: nopeDim,
  vDim,
  latentDim,
  ropeDim,
  nopeDim,
  queryRank: 0,
  latentHeads: 1,
  queryFactors: 1,
  keyFactors: 1,
  valueFactors: 1,
});

test.each([
  ['DeepSeek-V3', latent(128, [512, 128, 64, 128]), '170.67', 171],
  ['GLM-4.7-Flash', latent(20, [512, 192, 64, 256]), '398.22', 398],
  ['MiniCPM3-4B', latent(40, [256, 64, 32, 64]), '85.33', 85],
])('of %s is at %s new tokens of a long context', (_, dims, printed, rounded) => {
  const tokens = crossoverNewTokens(planIn('absorbed', dims), planIn('expanded', dims)) ?? 0;
  expect(tokens.toFixed(2)).toBe(printed);
  expect(Math.round(tokens)).toBe(rounded);
  // A past of a million tokens is long enough for the exact count to be the next whole number.
  const fewest = fewestNewTokensFor(planIn('expanded', dims), planIn('absorbed', dims), 2 ** 20);
  expect(fewest).toBe(Math.ceil(tokens));
});

test('is what the closed form says for any dims, and nowhere where the latent is the narrow side', () => {
  fc.assert(
    fc.property(anyDims({ ...smallSizes, latentDim: 400 }), (dims) => {
      const solved = crossoverNewTokens(planIn('absorbed', dims), planIn('expanded', dims));
      const byHand = closedForm(dims);
      if (byHand > 0 && Number.isFinite(byHand)) expect(solved).toBeCloseTo(byHand, 6);
      else expect(solved).toBeNull();
    }),
  );
});

test('with a short past counts the new tokens among themselves, and with none always expands', () => {
  fc.assert(
    fc.property(
      anyDims({ ...smallSizes, latentDim: 400 }),
      fc.integer({ min: 0, max: 3000 }),
      (dims, past) => {
        const [absorbed, expanded] = [planIn('absorbed', dims), planIn('expanded', dims)];
        const flops = (plan: typeof absorbed, newTokens: number) =>
          pricePlan(inScope(plan, 'attentionOnly'), {
            batch: 1,
            newTokens,
            cachedTokens: past + newTokens,
            format: 'f16',
          }).flops;
        const fewest = fewestNewTokensFor(expanded, absorbed, past);
        if (2 * dims.latentDim < dims.nopeDim + dims.vDim) return;
        if (past === 0) expect(fewest).toBe(1);
        if (fewest === null) return;
        expect(flops(expanded, fewest)).toBeLessThanOrEqual(flops(absorbed, fewest));
        if (fewest > 1) {
          expect(flops(expanded, fewest - 1)).toBeGreaterThan(flops(absorbed, fewest - 1));
        }
        const limit = closedForm(dims);
        // T (P + (T + 1) / 2) = P times the limit.
        const sides = (tokens: number) => tokens * (past + (tokens + 1) / 2) - past * limit;
        expect(sides(fewest)).toBeGreaterThan(-1e-6 * past * limit - 1e-6);
      },
    ),
  );
});

test('of plans that never cross is nowhere', () => {
  const dims = latent(8, [64, 32, 16, 32]);
  const grouped = variantById('gqa').plan(dims, { phase: 'decode' });
  expect(crossoverNewTokens(grouped, grouped)).toBeNull();
  // Keeping what expanded rebuilds takes its attention and no more.
  expect(crossoverNewTokens(planIn('naive', dims), planIn('expanded', dims))).toBeNull();
});
