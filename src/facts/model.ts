// What the product states about a model: the shape of a preset, and where each figure was read.

import type { LayerGroup } from '../attention/layers';
import type { NativeDims } from '../attention/propose';
import type { RopeSpec } from '../attention/rope';
import type { Conventions } from '../attention/variant';

/** A figure of a preset that a source can speak for. */
export type ModelField =
  | 'layers'
  | 'windows'
  | 'dims'
  | 'conventions'
  | 'maxContext'
  | 'dtype'
  | 'parameters';

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
  headDimNotQuotient: 'Its head dim is not modelDim / heads.',
  bandedLayers:
    'Every other layer attends in bands; a cache usually keeps all positions, so this is an upper bound.',
  windowOffByOne:
    'Readers differ on whether the window counts the token itself: litgpt writes 2,048, its configuration, from memory, 2,047.',
  longerVariants: 'The 128K and 3.5 variants have a window of 262,144, which never binds.',
  enginesKeepAll: 'Engines often keep the full cache in windowed layers too.',
  lastLayersWindowed: 'Five windowed layers for each full one; the last ones are windowed.',
  mergedPairs: 'MaxText lists half as many layers, since it merges a windowed and a full one.',
  textOnly: 'The text model alone, without the vision tower.',
  contextByReader: 'litgpt says 131,072 tokens of context, mlc 32,768.',
  multiQuery: 'Its configuration says multi_query, which means one kv head.',
  thetaUnknown: 'No source for the theta of its rotation was found; 10,000 is assumed.',
  thetaRecalled: 'The theta of its rotation, 10,000, is from memory.',
  longRope: 'Its LongRoPE, which stretches positions, is not in the plan.',
  sinks: 'Each head also has a learned sink, which takes no cache.',
  mxfp4Experts: 'The experts are published in MXFP4; cache and activations are bfloat16.',
  baselineOf93: 'The model that DeepSeek-V2’s “93.3 %” compares with.',
  notLatent: 'GQA, while GLM-4.7-Flash and GLM-5 have MLA.',
  indexerKeys:
    'Its sparse attention reads the top 2,048 tokens alone; the indexer’s own keys, 128 columns a layer, are not counted.',
  halfTheHeads:
    'The cache of DeepSeek-V3 with half the heads: half the arithmetic for each byte read.',
  smallLatent: 'Its latent is 256 + 32 wide; many tools assume 512 + 64.',
  classDefaults: 'Dims read in the defaults of transformers’ glm4_moe_lite.',
  twoPerBlock: 'Each of its 28 blocks has two attention layers, which makes 56.',
  latentScaling: 'Its code also scales both latents, which is not in the plan.',
  linearLayers: '69 more layers are linear attention with a state of constant size, not counted.',
  upperBound:
    'It rotates nothing (mla_use_nope): whether the 64 rotary columns are cached was not verified, so this is an upper bound.',
  modifiedCopy: 'Read in a copy that was changed for sparse attention.',
  converted:
    'Converted from a published model, whose head widths and context it is assumed to keep.',
} as const;

export type CaveatId = keyof typeof caveatTexts;

/** Layers of a model that cache alike; `layersOf` counts them. */
export interface ModelLayers extends LayerGroup {
  /** Where these layers rotate otherwise than `conventions.rope`, which is that of the full ones. */
  readonly rope?: RopeSpec;
}

export interface Model {
  readonly id: string;
  /** The name that people use for it, the same in every language. */
  readonly name: string;
  readonly groups: readonly ModelLayers[];
  readonly dims: NativeDims;
  /** Rotation, norms, biases and scale as far as a source gives their parameters; a window is its group's. */
  readonly conventions: Conventions;
  /** Tokens. */
  readonly maxContext: number;
  /** The type in which the weights are published. */
  readonly dtype: 'float32' | 'float16' | 'bfloat16' | 'float8';
  /** All parameters of the model, not of its attention alone; rounded as the basis says; null: no source states them. */
  readonly parameters: {
    readonly count: number;
    /** Those that a token meets: all of a dense model, fewer in a mixture of experts. */
    readonly active: number;
    /** `computed` from the dims to 4 digits, `paper` as a paper or README prints it, `nominal` as in the name. */
    readonly basis: 'computed' | 'paper' | 'nominal';
  } | null;
  /**
   * Of each layer that is a mixture of experts: those that tokens choose from, shared ones left out, and how many a
   * token chooses; null of a dense model, and where no source that was read states them.
   */
  readonly experts: { readonly count: number; readonly perToken: number } | null;
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

const bitsOf: Readonly<Record<Model['dtype'], number>> = {
  float32: 32,
  float16: 16,
  bfloat16: 16,
  float8: 8,
};

/**
 * Bits of a parameter as the weights are published; null where their type was only recalled, or where no one number
 * holds: experts in MXFP4 beside all else in bfloat16. Scales of FP8 weights, and what stays
 * in 16 bits beside them, such as norms and embeddings, are not counted.
 */
export const publishedWeightBits = ({ dtype, recalled, caveats }: Model): number | null =>
  recalled.includes('dtype') || caveats.includes('mxfp4Experts') ? null : bitsOf[dtype];
