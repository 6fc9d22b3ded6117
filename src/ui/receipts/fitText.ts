// How a proposal was sized for a fair comparison: what became of which dimensions, and how close it came.

import type { TFunction } from 'i18next';
import type { Dims } from '../../attention/dims';
import type { Fit } from '../../state/entries';
import { exact } from '../quantity';

export function fitText(t: TFunction, variant: string, fit: Fit, dims: Dims): string {
  const { measure, value, target, changed } = fit;
  const sizes = changed.map((field) => `${t(`fields.${field}`)} ${exact(dims[field])}`);
  return t(`fit.${measure}`, {
    variant,
    sizes: sizes.length > 0 ? sizes.join(t('listComma')) : t('fit.asItIs'),
    value: exact(value),
    target: exact(target),
  });
}
