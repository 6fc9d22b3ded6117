// Random layers on which every reader of a plan must agree: sizes, conventions, cache format and a few turns of tokens.

import * as fc from 'fast-check';

import {
  anyChoice,
  anyConventions,
  smallSizes,
  type Largest,
} from '../attention/anyDims.test-support';
import type { Dims } from '../attention/dims';
import { formatIds, type FormatId } from '../attention/format';
import type { Conventions, Variant } from '../attention/variant';

export interface AgreementCase {
  readonly variant: Variant;
  readonly mode: string;
  readonly dims: Dims;
  readonly conventions: Conventions;
  readonly batch: number;
  readonly format: FormatId;
  /** New tokens of each step. */
  readonly turns: readonly number[];
  /** Keys that a query sees, itself included, where the conventions have a window. */
  readonly window: number;
}

/** Sizes at which a shader's compilation takes longer than its run, on any device. */
export const tinySizes: Largest = {
  ...smallSizes,
  queryHeads: 12,
  kvHeads: 12,
  headDim: 40,
  vDim: 40,
  latentDim: 40,
  ropeDim: 20,
  nopeDim: 40,
  latentHeads: 3,
};

export const anyCase = (
  sizes: Largest,
  { longestTurn, formats = formatIds }: { longestTurn: number; formats?: readonly FormatId[] },
): fc.Arbitrary<AgreementCase> =>
  fc
    .record({
      choice: anyChoice(sizes),
      conventions: anyConventions,
      batch: fc.integer({ min: 1, max: 3 }),
      format: fc.constantFrom(...formats),
      turns: fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 2, max: longestTurn })), {
        minLength: 1,
        maxLength: 3,
      }),
      window: fc.integer({ min: 1, max: 2 * longestTurn }),
    })
    .map(({ choice, ...rest }) => ({ ...choice, ...rest }));

/** A case in a line, for a test's name and a counterexample. */
export function said({ variant, mode, dims, conventions, ...rest }: AgreementCase): string {
  const sizes = variant.fields.map((field) => `${field} ${dims[field]}`).join(', ');
  return `${variant.id} ${mode}: ${sizes}; ${JSON.stringify({ ...rest, conventions })}`;
}
