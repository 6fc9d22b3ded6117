// What rounded weights lose where two projections are applied one after the other, and where their product is: MLA's
// absorbed W_UK and W_UV, as two factors or merged into W_Q and W_O.

import { fromBrain, fromHalf, toBrain, toHalf } from '../attention/half';
import { prepareReference } from '../bench/expected';
import type { Point } from '../bench/contest';
import type { Pace } from '../bench/pace';
import { seedings } from '../bench/seeding';
import { tokenInputs } from '../bench/tokenInputs';
import type { TokenRequest } from '../bench/tokenRecords';
import { Reference } from '../reference/reference';
import type { Weights } from '../reference/run';
import { distributionOf } from './distribution';
import { aroundMerges, mergedPlan, productOf } from './merged';
import { mergesOf } from './merges';
import { narrowWeights, type NarrowWeight, type WeightLosses } from './records';

const rounders: Readonly<Record<NarrowWeight, (value: number) => number>> = {
  f16: (value) => fromHalf(toHalf(value)),
  bf16: (value) => fromBrain(toBrain(value)),
};

/** All of them as a format stores them. */
async function rounded(weights: Weights, format: NarrowWeight, pace: Pace): Promise<Weights> {
  const round = rounders[format];
  const made: Record<string, Float32Array> = {};
  for (const [id, values] of Object.entries(weights)) {
    const stored = new Float32Array(values.length);
    for (let i = 0; i < stored.length; i++) {
      stored[i] = round(values[i] ?? NaN);
      if (i % 16384 === 0) await pace.breathe();
    }
    made[id] = stored;
  }
  return made;
}

/** Null where the contender applies no two projections that could be one. Throws the signal's reason. */
export async function weightLosses(
  { batch, seed }: TokenRequest,
  { plan: layer, context, variantId, mode }: Point,
  pace: Pace,
): Promise<WeightLosses | null> {
  const merges = mergesOf(layer);
  if (merges.length === 0) return null;
  const plan = aroundMerges(layer, merges);
  const { cache, weights } = await prepareReference(
    plan,
    seedings(plan, seed),
    { batch, context },
    pace,
  );
  const perSequence = (value: number) => Array.from({ length: batch }, () => value);
  const step = {
    newTokens: 1,
    inputs: tokenInputs(plan, seed, batch)(context - 1),
    starts: perSequence(context - 1),
    lengths: perSequence(context),
    offsets: perSequence(context - 1),
    tap: 'product',
  } as const;
  const run = async (of: typeof plan, by: Weights) => {
    const { output, tapped } = await pace.finish(new Reference(of, by, cache).steps(step));
    if (!tapped) throw new Error('a plan that merges projections attends');
    return { output, scores: tapped };
  };

  const products: Record<string, Float64Array> = {};
  for (const merge of merges) {
    products[merge.id] = await pace.finish(productOf(plan, merge, weights));
  }
  const together = mergedPlan(plan, merges);
  const kept = together.weights.flatMap(({ id }) => {
    const values = products[id] ?? weights[id];
    return values ? [[id, values] as const] : [];
  });
  const ways = [
    { way: 'factored', of: plan, by: weights },
    { way: 'merged', of: together, by: Object.fromEntries(kept) },
  ] as const;

  const exact = await run(plan, weights);
  const losses: WeightLosses['losses'][number][] = [];
  for (const format of narrowWeights) {
    for (const { way, of, by } of ways) {
      const made = await run(of, await rounded(by, format, pace));
      losses.push({
        format,
        way,
        output: distributionOf(made.output, exact.output),
        scores: distributionOf(made.scores, exact.scores),
      });
    }
  }
  return { variantId, mode, losses };
}
