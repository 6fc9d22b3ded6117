// A model of somebody's own in a link: its sizes are in the link's other keys, and one key says which of them it has.
//
// What else the file said (its name, its biases, how it rotates) stays with whoever imported it.

import { dimRanges } from '../attention/dims';
import { plainConventions } from '../attention/variant';
import type { ImportedModel } from '../import/model';
import type { Controls } from './controls';
import { layerGroups } from './serving';

export const notOwn = 'no';
const latent = 'latent';

const { min, max } = dimRanges.kvHeads;

/** No model of one's own, one with a latent cache, or one with so many heads of keys and values. */
export const ownChoices: readonly string[] = [
  notOwn,
  latent,
  ...Array.from({ length: max - min + 1 }, (_, i) => String(min + i)),
];

export const ownChoice = ({ dims }: ImportedModel): string =>
  'latentDim' in dims ? latent : String(dims.kvHeads);

/** The model that a link's sizes make with one of the choices but `notOwn`. */
export function linkedModel(
  { dims, layers, windowLayers, window }: Controls,
  choice: string,
): ImportedModel {
  const { modelDim, queryHeads, headDim, vDim, latentDim, ropeDim, nopeDim, queryRank } = dims;
  return {
    name: null,
    dims:
      choice === latent
        ? { modelDim, queryHeads, latentDim, ropeDim, nopeDim, vDim, queryRank }
        : // More heads than queries ask are no model's.
          { modelDim, queryHeads, kvHeads: Math.min(Number(choice), queryHeads), headDim, vDim },
    groups: layerGroups({ layers, windowLayers, window }),
    conventions: plainConventions,
    maxContext: null,
    dtype: null,
  };
}
