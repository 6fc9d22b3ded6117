// What a token's cache takes when K and V are kept as a latent of some rank: a latent plan's own fields, at that width.

import type { Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import { modeFor } from '../attention/variant';
import { mla } from '../attention/variants/mla';
import { cachePerToken, type TokenBytes } from '../price/cache';

/**
 * Rotation stands between the latent and the keys, so that what is rotated is cached beside it: a rotary key of
 * `ropeDim` elements that all heads share (arXiv:2405.04434, section 2.1.3). Null where the sizes are impossible.
 */
export function latentCache(dims: Dims, format: FormatId): ((rank: number) => TokenBytes) | null {
  // Of any width: only the widths of the other fields are taken from the sizes.
  const sizes = { ...dims, latentDim: 1 };
  if (mla.problems(sizes).length > 0) return null;
  const plan = mla.plan(sizes, { phase: 'decode', mode: modeFor(mla, 'decode') });
  return (rank) => {
    const cache = plan.cache.map((field) =>
      field.holds === 'latent' ? { ...field, width: rank } : field,
    );
    return cachePerToken({ ...plan, cache }, format);
  };
}
