// Seeded cases that need no files: every variant in every mode, on sizes that fit no tile.
//
// Expected is one prefill of all tokens by the float64 reference, MLA with its keys and values expanded as in
// training. The readers take the same tokens in steps: a prefill, decodes, a chunk, and at last one token of
// each sequence at another position, which must come out as it did there.

import type { Dims } from '../../src/attention/dims';
import { formats, type FormatId } from '../../src/attention/format';
import {
  modeFor,
  plainConventions,
  type Conventions,
  type Variant,
} from '../../src/attention/variant';
import { variants } from '../../src/attention/variants';
import { compare } from '../../src/reference/agreement';
import { ReferenceCache } from '../../src/reference/cache';
import { Reference } from '../../src/reference/reference';
import { seededInputs, seededWeights } from '../../src/reference/seeded';
import { modesOf } from './layerCase';
import type { Check } from './outcome';
import { phaseOf, type Floats, type LayerStep, type Reader } from './reader';

interface Shape {
  readonly id: string;
  readonly dims: Dims;
  readonly batch: number;
  /** New tokens of each step. */
  readonly steps: readonly number[];
  readonly conventions: Conventions;
}

const odd: Dims = {
  modelDim: 72,
  queryHeads: 6,
  kvHeads: 3,
  headDim: 20,
  vDim: 12,
  latentDim: 36,
  ropeDim: 12,
  nopeDim: 20,
  queryRank: 40,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};

const interleaved: Conventions = {
  rope: { pairs: 'interleaved', theta: 500000, scaling: null, cosSinScale: 1 },
  normEps: 1e-6,
};

const shapes: readonly Shape[] = [
  {
    id: 'odd',
    dims: odd,
    batch: 3,
    steps: [7, 1, 1, 4, 1],
    conventions: { ...plainConventions, biases: ['q', 'k', 'v'], rotaryDim: 8 },
  },
  {
    id: 'one-head',
    dims: { ...odd, queryHeads: 1, kvHeads: 1, queryRank: 0 },
    batch: 1,
    steps: [1, 1, 1],
    conventions: interleaved,
  },
  {
    id: 'twenty-heads-tile-edges',
    dims: { ...odd, queryHeads: 20, kvHeads: 4, headDim: 64, vDim: 64, queryRank: 0 },
    batch: 2,
    steps: [63, 1, 1, 65, 1],
    conventions: interleaved,
  },
  {
    id: 'v2-lite-heads',
    dims: {
      ...odd,
      kvHeads: 2,
      headDim: 128,
      vDim: 128,
      latentDim: 512,
      ropeDim: 64,
      nopeDim: 128,
    },
    batch: 1,
    steps: [9, 1, 1],
    conventions: interleaved,
  },
];

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** `count` tokens of every sequence, each from its own position on, of data [batch, tokens, width]. */
function tokensFrom(data: Floats, starts: readonly number[], count: number, width: number) {
  const perSequence = data.length / starts.length;
  return Float64Array.from(
    starts.flatMap((start, sequence) => {
      const at = sequence * perSequence + start * width;
      return [...data.subarray(at, at + count * width)];
    }),
  );
}

export interface BuiltInCase {
  readonly name: string;
  readonly variant: Variant;
  readonly shape: Shape;
  readonly format: FormatId;
}

/** Every variant on every shape in every cache format. */
export const builtInCases: readonly BuiltInCase[] = shapes.flatMap((shape) =>
  variants
    .filter((variant) => variant.problems(shape.dims).length === 0)
    .flatMap((variant) =>
      Object.values(formats).map(({ id: format }) => {
        return { name: `${variant.id}-${shape.id}-${format}`, variant, shape, format };
      }),
    ),
);

/** The steps' positions: as the tokens come, and then one token of each sequence once more. */
function stepsOf({ batch, steps }: Shape): readonly Omit<LayerStep, 'inputs'>[] {
  const total = sum(steps);
  const at = (starts: readonly number[], newTokens: number) => {
    return {
      newTokens,
      starts,
      lengths: starts.map((start) => start + newTokens),
      offsets: starts,
    };
  };
  const coming = steps.map((newTokens, i) => {
    const start = sum(steps.slice(0, i));
    return at(
      Array.from({ length: batch }, () => start),
      newTokens,
    );
  });
  const again = Array.from({ length: batch }, (_, i) => Math.floor((total * i) / (batch + 1)));
  return [...coming, at(again, 1)];
}

/** Runs a case on one reader, in every mode. */
export async function runBuiltIn(
  { variant, shape, format }: BuiltInCase,
  reader: Reader,
): Promise<Check[]> {
  const { dims, batch, conventions, steps } = shape;
  const seed = 20240507;
  const total = sum(steps);
  // The last mode of a variant is the one that caches what it attends to.
  const plain = variant.modes.at(-1)?.id ?? modeFor(variant, 'prefill');
  const plan = variant.plan(dims, { phase: 'prefill', mode: plain, conventions });
  const weights = seededWeights(plan, seed);
  const { x = new Float32Array() } = seededInputs(plan, seed, batch * total);
  const all = (position: number) => Array.from({ length: batch }, () => position);
  const { output } = new Reference(
    plan,
    weights,
    new ReferenceCache(plan.cache, batch, total),
  ).step({ newTokens: total, inputs: { x }, starts: all(0), lengths: all(total), offsets: all(0) });

  const checks: Check[] = [];
  // The reference adds the same numbers in another order.
  const bound = reader.name === 'gpu' ? formats[format].errorBound : 1e-12;
  for (const { mode, plans } of modesOf({ variant, dims, conventions })) {
    const layer = await reader.open({
      plans,
      weights,
      batch,
      capacity: total + 3,
      maxNewTokens: Math.max(...steps),
    });
    try {
      for (const [i, step] of stepsOf(shape).entries()) {
        const { starts, newTokens } = step;
        const inputs = { x: Float32Array.from(tokensFrom(x, starts, newTokens, dims.modelDim)) };
        await layer.step({ ...step, inputs });
        const y = await layer.read(plans[phaseOf(newTokens)].output);
        const expected = tokensFrom(output, starts, newTokens, dims.modelDim);
        const { error } = compare(y, expected, bound);
        const { name, kernel } = reader;
        checks.push({ reader: name, kernel, mode, tensor: `s${i}.y`, error, bound });
      }
    } finally {
      layer.dispose();
    }
  }
  return checks;
}
