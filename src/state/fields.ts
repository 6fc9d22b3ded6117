// Which controls there are to show: the dimensions that the variants shown read, in groups, and the workload.

import type { DimName } from '../attention/dims';
import type { Variant } from '../attention/variant';
import { shownVariants, type Controls } from './controls';
import type { ServingName } from './serving';

/** Every dimension stands in one group (tested). */
const groups = [
  { id: 'shared', fields: ['modelDim', 'queryHeads', 'kvHeads', 'headDim', 'vDim'] },
  { id: 'latent', fields: ['latentDim', 'latentHeads', 'ropeDim', 'nopeDim', 'queryRank'] },
  { id: 'factors', fields: ['queryFactors', 'keyFactors', 'valueFactors'] },
] as const satisfies readonly { id: string; fields: readonly DimName[] }[];

export interface DimGroup {
  readonly id: (typeof groups)[number]['id'];
  readonly fields: readonly DimName[];
}

/** The variants shown that read a dimension. */
export const readersOf = (field: DimName, shown: Controls['shown']): readonly Variant[] =>
  shownVariants(shown).filter(({ fields }) => fields.includes(field));

/** The groups with the dimensions that some variant shown reads; those without any are left out. */
export const dimGroupsOf = (shown: Controls['shown']): readonly DimGroup[] =>
  groups
    .map(({ id, fields }) => ({
      id,
      fields: fields.filter((field) => readersOf(field, shown).length > 0),
    }))
    .filter(({ fields }) => fields.length > 0);

/** A window means nothing while no layer has one. */
export const servingFields = (windowLayers: number): readonly ServingName[] => [
  'context',
  'batch',
  'layers',
  'windowLayers',
  ...(windowLayers === 0 ? [] : ['window' as const]),
];
