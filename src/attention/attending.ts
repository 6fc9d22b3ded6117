// What conventions add to the attend step of any variant: its mask, softcap, sinks and log-sum-exp.

import type { AttendStep, Tensor, Weight } from './plan';
import { made, shape } from './shorthand';
import type { Conventions } from './variant';

type Options = Pick<AttendStep, 'mask' | 'softcap' | 'sinks' | 'lse'>;

/** Options of the step, and the weights and tensors that they name, for `queryHeads` query heads. */
export function attending(
  { window, additive, softcap, sinks, lse }: Conventions,
  queryHeads: number,
): { readonly options: Options; readonly weights: Weight[]; readonly tensors: Tensor[] } {
  return {
    options: {
      mask: {
        causal: true,
        ...(window ? { window: 'perStep' as const } : {}),
        ...(additive ? { additive } : {}),
      },
      ...(softcap ? { softcap } : {}),
      ...(sinks ? { sinks: 'sinks' } : {}),
      ...(lse ? { lse: 'lse' } : {}),
    },
    weights: sinks ? [{ id: 'sinks', axes: shape({ head: queryHeads }) }] : [],
    tensors: lse ? [made('lse', { head: queryHeads })] : [],
  };
}
