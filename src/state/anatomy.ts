// Derived: the two plans of the anatomy as diagrams, with the price of every step.

import type { Plan } from '../attention/plan';
import { diagramOf, type Diagram } from '../draw/diagram';
import { keyMatrixOf, type KeyMatrix } from '../draw/keyMatrix';
import { elementsPerSquare } from '../draw/scale';
import { perCachedToken, type TokenWork } from '../price/perCachedToken';
import { pricePlan } from '../price/price';
import type { Controls } from './controls';
import { entriesOf, type Entry } from './entries';
import { modelOf } from './modelShape';
import { remember } from './remember';

/** What is drawn of one variant. */
export interface Side {
  readonly entry: Entry;
  readonly plan: Plan;
  readonly diagram: Diagram;
  readonly keyMatrix: KeyMatrix | null;
  /** Of one decode step of one layer, step by step. */
  readonly flops: readonly number[];
  readonly work: TokenWork;
}

export interface Anatomy {
  /** Variants that can be chosen, whose sizes are possible. */
  readonly offered: readonly Entry[];
  /** The two chosen, or one where there is but one. */
  readonly sides: readonly Side[];
  /** Elements of one token in a square of the paper, of all that is drawn. */
  readonly perSquare: number;
  /** Rows or columns of the largest matrix of keys. */
  readonly largestMatrix: number;
  /** Cached tokens that the flops are of. */
  readonly context: number;
}

/** Squares of the largest box. */
const mostSquares = 512;

/** A decode step, whole layer, as the model's own code has it. */
function sideOf(entry: Entry, context: number): Side {
  const { variant, mode, shape } = entry;
  const { conventions } = modelOf(shape);
  const plan = variant.plan(shape.dims, { phase: 'decode', mode, conventions });
  const price = pricePlan(plan, {
    batch: 1,
    newTokens: 1,
    cachedTokens: context,
    format: entry.format,
  });
  return {
    entry,
    plan,
    diagram: diagramOf(plan),
    keyMatrix: keyMatrixOf(plan),
    flops: price.steps.map(({ flops }) => flops),
    work: perCachedToken(plan),
  };
}

/** The entries chosen; another takes the place of one that is not there. */
function chosenOf(
  offered: readonly Entry[],
  { anatomyLeft, anatomyRight }: Pick<Controls, 'anatomyLeft' | 'anatomyRight'>,
): readonly Entry[] {
  const byKey = (key: string) => offered.find((entry) => entry.key === key);
  const left = byKey(anatomyLeft) ?? offered.find(({ key }) => key !== anatomyRight) ?? offered[0];
  const others = offered.filter((entry) => entry !== left);
  const right = others.find(({ key }) => key === anatomyRight) ?? others.at(-1);
  return [...(left ? [left] : []), ...(right ? [right] : [])];
}

const derived = remember(
  (
    entries: readonly Entry[],
    anatomyLeft: string,
    anatomyRight: string,
    context: number,
  ): Anatomy => {
    // What was put aside is of other models, and stays on its receipt.
    const offered = entries.filter(({ pin, plan }) => pin === null && plan !== null);
    const sides = chosenOf(offered, { anatomyLeft, anatomyRight }).map((entry) =>
      sideOf(entry, context),
    );
    const perSquare = elementsPerSquare(
      sides.map(({ diagram }) => diagram),
      mostSquares,
    );
    const largestMatrix = Math.max(
      1,
      ...sides.flatMap(({ keyMatrix }) => (keyMatrix ? [keyMatrix.rows, keyMatrix.columns] : [])),
    );
    return { offered, sides, perSquare, largestMatrix, context };
  },
);

/** The same object while nothing that it is made of changes. */
export const anatomyOf = (c: Controls): Anatomy =>
  derived(entriesOf(c), c.anatomyLeft, c.anatomyRight, c.context);
