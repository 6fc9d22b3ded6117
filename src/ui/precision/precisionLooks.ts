// How the histograms of precision look: a variant's line and mark, and of weights whole for factors, broken and hollow for their product.

import type { DrawnLine } from '../../state/precisionDrawn';
import { hueOf, styleOf, type LineLook } from '../variantStyle';

export function lookOf({
  variantId,
  mode,
  way,
}: Pick<DrawnLine, 'variantId' | 'mode' | 'way'>): LineLook {
  const { mark, hollow, dash, width } = styleOf(variantId, mode);
  const hue = hueOf(variantId);
  if (way === 'factored') return { mark, hue, hollow: false, dash: '', width: 2 };
  if (way === 'merged') return { mark, hue, hollow: true, dash: '6 3', width: 2 };
  return { mark, hue, hollow, dash, width };
}
