// What a model fixes of the controls: its sizes, its layers, and what all its weights take.

import type { Dims } from '../attention/dims';
import { layersOf } from '../attention/layers';
import { proposeDims } from '../attention/propose';
import { modelById } from '../facts/models';
import type { ImportedModel } from '../import/model';
import type { Serving } from './serving';
import { weightsOf, type Weights } from './weights';

export interface ModelShape extends Pick<Serving, 'layers' | 'windowLayers' | 'window'>, Weights {
  /** The preset whose sizes are shown, or were before the model of a file took their place. */
  readonly modelId: string;
  /** The model of somebody's own config.json; null where the preset is shown. */
  readonly imported: ImportedModel | null;
  readonly dims: Dims;
}

type Chosen = Pick<ModelShape, 'modelId' | 'imported'>;

/** The window where a model has none, for whoever gives it windowed layers, in tokens. */
const usualWindow = 4096;

/** The model shown: a preset says all that a file can. */
export const modelOf = ({ modelId, imported }: Chosen): ImportedModel =>
  imported ?? modelById(modelId);

/** What a model fixes; the rest of the controls is the person's own choice and outlives a change of model. */
export function shapeOf({ modelId, imported }: Chosen): ModelShape {
  const { dims, groups } = modelOf({ modelId, imported });
  const windowed = groups.filter(({ window }) => window !== undefined);
  return {
    modelId,
    imported,
    dims: proposeDims(dims),
    layers: layersOf(groups),
    windowLayers: layersOf(windowed),
    // No model has windows of several widths (tested).
    window: windowed[0]?.window ?? usualWindow,
    ...weightsOf({ modelId, imported }),
  };
}

/** What a preset fixes. */
export const modelShape = (modelId: string): ModelShape => shapeOf({ modelId, imported: null });

/** The part of the controls that a model fixes, as it is now. */
export const shapeIn = (all: ModelShape): ModelShape => ({
  modelId: all.modelId,
  imported: all.imported,
  dims: all.dims,
  layers: all.layers,
  windowLayers: all.windowLayers,
  window: all.window,
  parameters: all.parameters,
  activeParameters: all.activeParameters,
  weightBits: all.weightBits,
});
