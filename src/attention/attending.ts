// What conventions decide of the attend step of any variant: its scale, mask, softcap, sinks and log-sum-exp.

import type { AttendStep, Tensor, Weight } from './plan';
import { made, shape } from './shorthand';
import type { Conventions } from './variant';

type Options = Pick<AttendStep, 'scale' | 'mask' | 'softcap' | 'sinks' | 'lse'>;

/**
 * Options of the step, and the weights and tensors that they name, for `queryHeads` query heads. `rowWidth` is that of
 * a query row as the variant defines it, whatever a mode makes of it: absorption must not change the scores.
 */
export function attending(
  { scale, scaleFactor = 1, window, additive, softcap, sinks, lse }: Conventions,
  { queryHeads, rowWidth }: { readonly queryHeads: number; readonly rowWidth: number },
): { readonly options: Options; readonly weights: Weight[]; readonly tensors: Tensor[] } {
  return {
    options: {
      scale: scale ?? scaleFactor * rowWidth ** -0.5,
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
