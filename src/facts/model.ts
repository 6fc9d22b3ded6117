// What the product states about a model: the shape of a preset, and where each figure was read.

import type { NativeDims } from '../attention/propose';
import type { Conventions } from '../attention/variant';

/** A figure of a preset that a source can speak for. */
export type ModelField = 'layers' | 'dims' | 'conventions' | 'maxContext' | 'dtype' | 'parameters';

/**
 * What a reader should know before believing a preset's figures. English sentences; translations use the same
 * codes.
 */
export const caveatTexts = {
  madeUp: 'Made up to teach with, not a published model: small enough to run on any phone.',
  kvHeadsMisread:
    'Its configuration leaves the kv head count empty, which reads as 71; multi_query makes it one.',
  learnedPositions:
    'It has learned positions and rotates nothing; the MLA proposed beside it rotates its shared key.',
  headDimDerived: 'The head dim is modelDim / heads: its configuration states no other.',
  contextIn2048Preset:
    'An old configuration says 2,048 tokens of context; the model card says 4,096.',
  instructContext: 'The Instruct model ships with 32,768 tokens; YaRN to 131,072 is optional.',
  mtpLayer:
    'Without the multi-token-prediction module, whose layer would be a 62nd in the cache: 71,424 bytes a token.',
  kvHeadsMeaningless:
    'Its configuration states a kv head count, which means nothing for a latent cache.',
  mixtureOfExperts: 'A mixture of experts: fewer parameters than the total are used for a token.',
  fp8Weights: 'Published with FP8 weights; cache and activations are bfloat16.',
  advertisedContext: 'The README advertises less context than the configuration allows.',
} as const;

export type CaveatId = keyof typeof caveatTexts;

export interface Model {
  readonly id: string;
  /** The name that people use for it, the same in every language. */
  readonly name: string;
  /** Layers that keep a cache. */
  readonly layers: number;
  readonly dims: NativeDims;
  /** Rotation, biases and scale as far as a source gives their parameters. */
  readonly conventions: Conventions;
  /** Tokens. */
  readonly maxContext: number;
  /** The type in which the weights are published. */
  readonly dtype: 'float32' | 'float16' | 'bfloat16' | 'float8';
  /** All parameters of the model, not of its attention alone; rounded as the basis says; null: not stated. */
  readonly parameters: {
    readonly count: number;
    /** `computed` from the dims to 3 decimals of a billion, `paper` as printed there, `nominal` as in the name. */
    readonly basis: 'computed' | 'paper' | 'nominal';
  } | null;
  /** `verified`: every field was read in `sources`, but for `recalled`. `madeUp`: there is no source. */
  readonly status: 'verified' | 'madeUp';
  /** Fields known from memory only: the page does not show them as facts. */
  readonly recalled: readonly ModelField[];
  /** `owner/repo@commit:path`, or a paper or page. */
  readonly sources: readonly string[];
  /** The day on which the sources were read, ISO 8601. */
  readonly date: string;
  readonly caveats: readonly CaveatId[];
}

/** The day on which the presets' sources were read. */
export const factsDate = '2026-11-22';
