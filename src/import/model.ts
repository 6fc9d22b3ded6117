// What reading a config.json gives: a model with the source of every figure, or what is wrong with the file.

import type { DimName } from '../attention/dims';
import type { NativeDims } from '../attention/propose';
import type { Conventions } from '../attention/variant';
import type { ModelLayers } from '../facts/model';

/** A model as somebody's own configuration describes it. */
export interface ImportedModel {
  /** The file's own word for the model; null where it has none. */
  readonly name: string | null;
  readonly dims: NativeDims;
  /** Layers that keep a cache; those with a window after those without. */
  readonly groups: readonly ModelLayers[];
  readonly conventions: Conventions;
  /** Tokens; null where the file does not say. */
  readonly maxContext: number | null;
  /** The type of the weights in the file's own word. */
  readonly dtype: string | null;
}

/** What a reading can be of. */
export type Figure =
  | DimName
  | 'layers'
  | 'cachedLayers'
  | 'windowLayers'
  | 'window'
  | 'maxContext'
  | 'dtype'
  | 'name'
  | 'positions'
  | 'pairs'
  | 'theta'
  | 'localTheta'
  | 'ropeScaling'
  | 'betas'
  | 'rotaryDim'
  | 'scale'
  | 'softcap'
  | 'biases'
  | 'headNorm'
  | 'sinks'
  | 'normEps';

/** A field of the file: its path (`text_config.head_dim`), its 1-based line, its text, cut short where it is long. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly raw: string;
}

export type Values = Readonly<Record<string, string | number>>;

/** How a figure follows where no field states it as it stands. */
export const ruleCodes = [
  'headDimDerived',
  'asHeadDim',
  'ownHeads',
  'multiQuery',
  'noQueryRank',
  'someCached',
  'shared',
  'twoPerBlock',
  'allWindowed',
  'someWindowed',
  'alternating',
  'windowsOfType',
  'everySoMany',
  'learnedPositions',
  'learnedAssumed',
  'alibi',
  'defaultTheta',
  'fraction',
  'fractionOfType',
  'pairsOfLatent',
  'pairsOfHeads',
  'rootOf',
  'originalIsContext',
  'usualBetas',
  'biasesAssumed',
  'normAssumed',
  'noneAssumed',
  'codeOfType',
  'defaultOfType',
  'readByType',
  'defaultEps',
] as const;
export type RuleCode = (typeof ruleCodes)[number];

export interface Reading {
  readonly figure: Figure;
  readonly value: string | number;
  /** The field that gave it; null where no field did. */
  readonly field: Place | null;
  readonly rule: { readonly code: RuleCode; readonly values: Values } | null;
}

/** Why a field that looks as if it mattered gave no figure. */
export const remarkCodes = [
  // Ignored for a reason.
  'latentCache',
  'windowOff',
  'windowOffByDefault',
  'windowTooWide',
  'windowUnused',
  'multiQueryWins',
  'mtp',
  'weightsOnly',
  'embeddingOnly',
  'notReadByType',
  'otherLength',
  // Not understood, or understood and not in the figures.
  'notUnderstood',
  'indexer',
  'mayHoldTwo',
  'cacheScheme',
  'chunked',
  'ropeNotModelled',
  'biasNotModelled',
  'normNotModelled',
  'nopeLayers',
] as const;
export type RemarkCode = (typeof remarkCodes)[number];

export interface Remark {
  readonly field: Place;
  readonly code: RemarkCode;
}

/** What is wrong with a file. The first of them are about its text, the others about a field. */
export const importProblemCodes = [
  'empty',
  'tooLong',
  'tooDeep',
  'html',
  'notObject',
  'truncated',
  'trailingComma',
  'missingComma',
  'comment',
  'pythonWord',
  'badString',
  'unexpected',
  'repeated',
  'missing',
  'missingInPart',
  'notNumber',
  'list',
  'notFlag',
  'notWhole',
  'outOfRange',
  'conflict',
  'notDivisible',
  'headDimFraction',
  'oddRotation',
  'order',
  'layerCount',
  'layerKind',
  'layerIndex',
  'noWindow',
  'noCachedLayers',
  'hybridUnstated',
  'encoderDecoder',
  'sizesDiffer',
  'notPriced',
] as const;
export type ImportProblemCode = (typeof importProblemCodes)[number];

export interface ImportProblem {
  readonly code: ImportProblemCode;
  readonly values: Values;
  /** Path of the field that is wrong or missing; null where the text itself is wrong. */
  readonly path: string | null;
  /** 1-based; null where there is no place to point at, such as a missing field. */
  readonly line: number | null;
  /** 1-based, in characters; null where the line says enough. */
  readonly column: number | null;
}

export type ImportResult =
  | {
      readonly kind: 'model';
      readonly model: ImportedModel;
      readonly readings: readonly Reading[];
      /** Fields that seem to concern attention or the cache and are not in the figures. */
      readonly unknown: readonly Remark[];
      /** Fields that are rightly not in the figures. */
      readonly ignored: readonly Remark[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly ImportProblem[] };
