// What the rest of the program may ask of an attention variant.

import type { DimName, Dims, Problem } from './dims';
import type { Phase, Plan } from './plan';
import type { NativeDims } from './propose';
import type { RopeSpec } from './rope';

/** What a checkpoint's code fixes besides the sizes. */
export interface Conventions {
  /** `null`: positions are not rotated, except MLA's shared key, which would have no use without them. */
  readonly rope: RopeSpec | null;
  /** Columns of a head that turn, where it is not the whole head (partial rotary); ignored by MLA. */
  readonly rotaryDim?: number;
  /** Overrides 1 / sqrt(width of a query row). */
  readonly scale?: number;
  /** Multiplies 1 / sqrt(width of a query row), in every variant: YaRN's mscale squared. */
  readonly scaleFactor?: number;
  /** Epsilon of the RMSNorm on latents, or on query and key heads where `headNorm`. */
  readonly normEps: number;
  /** RMSNorm on each query and key head before rotation (Qwen3). */
  readonly headNorm?: boolean;
  /** Which projections add a bias, e.g. q, k and v in Qwen2.5. */
  readonly biases?: readonly ('q' | 'k' | 'v' | 'o')[];
  readonly softcap?: number;
  /** The step carries a window. */
  readonly window?: boolean;
  /** The step carries an additive mask. */
  readonly additive?: 'shared' | 'perHead';
  /** Each query head has a learned score that no key's value answers (gpt-oss). */
  readonly sinks?: boolean;
  /** Attention gives its log-sum-exp beside the context. */
  readonly lse?: boolean;
}

/** The rotation of the RoPE paper. */
export const plainRope: RopeSpec = { pairs: 'half', theta: 10000, scaling: null, cosSinScale: 1 };

export const plainConventions: Conventions = {
  rope: plainRope,
  normEps: 1e-6,
};

/** One way to run a variant: what it caches and what it computes. */
export interface Mode {
  readonly id: string;
  /** The phases in which a serving engine would choose this mode. */
  readonly usedFor: readonly Phase[];
}

export interface PlanRequest {
  readonly phase: Phase;
  /** A mode's id; the one used for the phase if not given. */
  readonly mode?: string;
  readonly conventions?: Conventions;
}

/**
 * What readers are told of a variant in one language, as i18next takes it: it fills in `count` query heads, and
 * `groupSize`, how many of them share a cached row.
 */
export interface VariantTexts {
  /** The abbreviation written out. */
  readonly fullName: string;
  /** What a mode caches, in one line, by the mode's id; with `_one` and `_other` where the count makes a difference. */
  readonly notes: Readonly<Record<string, string>>;
  /** Names of cache fields by their ids, where what they hold does not say enough. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** What two variants can have as much of, so that they are compared fairly: cache a token, or a layer's parameters. */
export const measures = ['cache', 'parameters'] as const;
export type Measure = (typeof measures)[number];

/** The sizes given, with those that matter to a measure set by a whole number from 1 on; larger numbers take more of it. */
export type Scaling = (dims: Dims, size: number) => Dims;

/** More query heads are more parameters, in every variant. */
export const byQueryHeads: Scaling = (dims, queryHeads) => ({ ...dims, queryHeads });

export interface Variant {
  readonly id: string;
  /** The field's own abbreviation, the same in every language. */
  readonly name: string;
  /** The paper that introduced it. */
  readonly source: string;
  readonly texts: Readonly<Record<'en' | 'zh', VariantTexts>>;
  /** The dimensions that it reads, in the order in which a form shows them. */
  readonly fields: readonly DimName[];
  readonly modes: readonly Mode[];
  /** Whether a model's own configuration describes this variant: by its fields, never by a name. */
  describes(native: NativeDims): boolean;
  /** How a layer is made smaller or larger for a fair comparison; some of the sizes may have problems. */
  readonly scaling: Readonly<Record<Measure, Scaling>>;
  /** The sizes as such a configuration states them; absent where none is known that states this variant. */
  readonly native?: (dims: Dims) => NativeDims;
  /** Everything that makes these sizes impossible; empty when `plan` may be called. */
  problems(dims: Dims): Problem[];
  /** Throws where `problems` is not empty. */
  plan(dims: Dims, request: PlanRequest): Plan;
}

/** The mode that serves a phase. */
export function modeFor(variant: Variant, phase: Phase): string {
  const mode = variant.modes.find(({ usedFor }) => usedFor.includes(phase));
  if (!mode) throw new Error(`${variant.name} names no mode for ${phase}`);
  return mode.id;
}
