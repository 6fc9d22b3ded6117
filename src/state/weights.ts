// A whole model's weights: how many parameters there are, how many a token meets, and what one takes.

import { publishedWeightBits } from '../facts/model';
import { modelById } from '../facts/models';
import type { ImportedModel } from '../import/model';

export interface Weights {
  /** Of the whole model; 0: not known, and nothing is said of its weights. */
  readonly parameters: number;
  /** That a token meets, fewer in a mixture of experts; 0: not known, taken for all of them. */
  readonly activeParameters: number;
  readonly weightBits: WeightBits;
}

export const weightBitChoices = [4, 8, 16, 32] as const;
export type WeightBits = (typeof weightBitChoices)[number];

export type WeightCount = 'parameters' | 'activeParameters';

/** Parameters. */
export const weightRanges: Record<WeightCount, { readonly min: number; readonly max: number }> = {
  parameters: { min: 0, max: 1e14 },
  activeParameters: { min: 0, max: 1e14 },
};

const unknown: Weights = { parameters: 0, activeParameters: 0, weightBits: 16 };

/** What a source states of a preset; a config.json says nothing of all of a model's parameters. */
export function weightsOf({
  modelId,
  imported,
}: {
  modelId: string;
  imported: ImportedModel | null;
}): Weights {
  if (imported) return unknown;
  const model = modelById(modelId);
  if (!model.parameters) return unknown;
  const { count, active } = model.parameters;
  // Where no one number is published: nearly all of a model is its experts, and those in MXFP4 have 4 bits.
  const usual = model.caveats.includes('mxfp4Experts') ? 4 : unknown.weightBits;
  const published = publishedWeightBits(model);
  return {
    parameters: count,
    activeParameters: active,
    weightBits: weightBitChoices.find((bits) => bits === published) ?? usual,
  };
}
