// Seeded cases that need no files: every variant in every mode, on sizes that fit no tile.
//
// Expected is one prefill of all tokens by the float64 reference, MLA with its keys and values expanded as in
// training. The readers take the same tokens in steps: a prefill, decodes, a chunk, and at last one token of
// each sequence at another position, which must come out as it did there.

import { formatIds, formats, type FormatId } from '../../src/attention/format';
import { find, sizeOf, type AdditiveMask } from '../../src/attention/plan';
import { seedOf, uniforms } from '../../src/attention/random';
import { modeFor, type Variant } from '../../src/attention/variant';
import { variants } from '../../src/attention/variants';
import { compare } from '../../src/reference/agreement';
import { ReferenceCache } from '../../src/reference/cache';
import { Reference } from '../../src/reference/reference';
import { seededInputs, seededWeights } from '../../src/reference/seeded';
import { shapes, type Shape } from './builtInShapes';
import { modesOf, type ModePlans } from './layerCase';
import type { Check } from './outcome';
import type { Floats, LayerStep, Reader } from './reader';

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
      (shape.formats ?? formatIds).map((format) => {
        return { name: `${variant.id}-${shape.id}-${format}`, variant, shape, format };
      }),
    ),
);

type Positions = Omit<LayerStep, 'inputs' | 'window' | 'additive'>;

/** The steps' positions: as the tokens come, and then one token of each sequence once more. */
function stepsOf({ batch, steps }: Shape): readonly Positions[] {
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

/** A plan that caches nothing is brought every token up to the last of the step. */
function broughtTo({ plans: { decode } }: ModePlans, step: Positions): Positions {
  if (decode.cache.length > 0) return step;
  const newTokens = Math.max(...step.lengths);
  const first = step.starts.map(() => 0);
  return { newTokens, starts: first, lengths: first.map(() => newTokens), offsets: first };
}

/** The seeded numbers of a case: its tokens, and what a mask adds to the scores of any two of them. */
class Numbers {
  private readonly total: number;
  private readonly heads: number;

  constructor(
    private readonly shape: Shape,
    private readonly seed: number,
    /** [batch, total, modelDim] */
    private readonly x: Float32Array,
  ) {
    this.total = sum(shape.steps);
    this.heads = shape.conventions.additive === 'perHead' ? shape.dims.queryHeads : 1;
  }

  /** What the step's tokens bring. */
  step(positions: Positions): LayerStep {
    const { starts, newTokens } = positions;
    const { window, dims, conventions } = this.shape;
    const x = Float32Array.from(tokensFrom(this.x, starts, newTokens, dims.modelDim));
    return {
      ...positions,
      inputs: { x },
      ...(window === undefined ? {} : { window }),
      ...(conventions.additive ? { additive: this.additive(positions) } : {}),
    };
  }

  /** Every fifth key is hidden; a query sees itself, so that no row is left without a key. */
  private additive({ starts, newTokens }: Positions): AdditiveMask {
    const [columns, heads] = [this.total, this.heads];
    const seed = seedOf(this.seed, 'mask');
    const values = new Float32Array(starts.length * heads * newTokens * columns);
    let at = 0;
    for (const [sequence, start] of starts.entries()) {
      for (let head = 0; head < heads; head++) {
        for (let query = start; query < start + newTokens; query++) {
          const row = ((sequence * heads + head) * this.total + query) * columns;
          const added = uniforms(seed, columns, 1, row);
          for (let key = 0; key < columns; key++) {
            if ((row + 7 * key) % 5 === 0 && key !== query) added[key] = -Infinity;
          }
          values.set(added, at);
          at += columns;
        }
      }
    }
    return { columns, values };
  }
}

/** Runs a case on one reader, in every mode. */
export async function runBuiltIn(
  { variant, shape, format }: BuiltInCase,
  reader: Reader,
): Promise<Check[]> {
  const { dims, batch, conventions, steps } = shape;
  const seed = 20240507;
  const total = sum(steps);
  // The last mode of a variant attends to the keys and values themselves.
  const plain = variant.modes.at(-1)?.id ?? modeFor(variant, 'prefill');
  const plan = variant.plan(dims, { phase: 'prefill', mode: plain, conventions });
  const weights = seededWeights(plan, seed);
  const { x = new Float32Array() } = seededInputs(plan, seed, batch * total);
  const numbers = new Numbers(shape, seed, x);
  const all = (position: number) => Array.from({ length: batch }, () => position);
  const prefill = { newTokens: total, starts: all(0), lengths: all(total), offsets: all(0) };
  const whole = new Reference(plan, weights, new ReferenceCache(plan.cache, batch, total));
  const expected = whole.step(numbers.step(prefill)).tensors;

  const checks: Check[] = [];
  // The reference adds the same numbers in another order.
  const bound = reader.name === 'gpu' ? formats[format].errorBound : 1e-12;
  const { name, kernel } = reader;
  for (const modePlans of modesOf({ variant, dims, conventions })) {
    const { mode, plans } = modePlans;
    const caches = plans.decode.cache.length > 0;
    const layer = await reader.open({
      plans,
      weights,
      batch,
      capacity: total + 3,
      maxNewTokens: caches ? Math.max(...steps) : total,
    });
    try {
      for (const [i, step] of stepsOf(shape).entries()) {
        const brought = broughtTo(modePlans, step);
        await layer.step(numbers.step(brought));
        const results = { y: plan.output, ...(conventions.lse ? { lse: 'lse' } : {}) };
        for (const [what, id] of Object.entries(results)) {
          const width = sizeOf(find(plan.tensors, id).axes);
          const rows = await layer.read(id);
          const skipped = step.starts.map(
            (start, sequence) => start - (brought.starts[sequence] ?? 0),
          );
          const actual = tokensFrom(rows, skipped, step.newTokens, width);
          const wanted = tokensFrom(
            expected.get(id) ?? new Float64Array(),
            step.starts,
            step.newTokens,
            width,
          );
          const { error } = compare(actual, wanted, bound);
          checks.push({ reader: name, kernel, mode, tensor: `s${i}.${what}`, error, bound });
        }
      }
    } finally {
      layer.dispose();
    }
  }
  return checks;
}
