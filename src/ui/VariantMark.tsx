// A variant's mark in its hue: the same wherever the variant is named.

import { hueOf, markPath, styleOf } from './variantStyle';

export function VariantMark({
  variantId,
  mode,
  size = 14,
}: {
  variantId: string;
  mode?: string | undefined;
  size?: number;
}) {
  const { mark, hollow } = styleOf(variantId, mode);
  return (
    <svg
      className="variant-mark"
      width={size}
      height={size}
      viewBox="-8 -8 16 16"
      aria-hidden="true"
    >
      <path
        d={markPath(mark, 5.4)}
        fill={hollow ? 'var(--paper)' : hueOf(variantId)}
        stroke={hueOf(variantId)}
        strokeWidth={hollow ? 2 : 1}
      />
    </svg>
  );
}
