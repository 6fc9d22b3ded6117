// Puts the model of a config.json in place of the preset, and says beforehand what that will cost.

import { proposeDims } from '../attention/propose';
import { modeFor, type Variant } from '../attention/variant';
import { nativeVariant } from '../attention/variants';
import type { ImportedModel, ImportResult } from '../import/model';
import { cachePerToken } from '../price/cache';
import { controlsStore } from './controls';
import { shapeOf } from './modelShape';

/** Sets the model's own sizes and layers; a file with problems changes nothing. */
export function applyImport(result: ImportResult): void {
  if (result.kind === 'problems') return;
  const { modelId } = controlsStore.getState();
  controlsStore.setState(shapeOf({ modelId, imported: result.model }));
}

/** The variant that a model was published with, and the bytes of a token in a layer with its cache at 16 bits. */
export function ownCache({ dims }: ImportedModel): { variant: Variant; tokenLayerBytes: number } {
  const variant = nativeVariant(dims);
  const mode = modeFor(variant, 'decode');
  const plan = variant.plan(proposeDims(dims), { phase: 'decode', mode });
  return { variant, tokenLayerBytes: cachePerToken(plan, 'f16').bytes };
}
