// A variant's mark at a point of a chart; Recharts gives the place.

import { hueOf, markPath, styleOf } from '../variantStyle';

export function VariantDot({
  variantId,
  mode,
  cx,
  cy,
  radius = 5,
}: {
  variantId: string;
  mode: string;
  cx?: number | undefined;
  cy?: number | undefined;
  radius?: number;
}) {
  if (cx === undefined || cy === undefined || Number.isNaN(cx) || Number.isNaN(cy)) return null;
  const { mark, hollow } = styleOf(variantId, mode);
  const hue = hueOf(variantId);
  return (
    <path
      className="variant-dot"
      data-variant={variantId}
      transform={`translate(${cx},${cy})`}
      d={markPath(mark, radius)}
      fill={hollow ? 'var(--ground)' : hue}
      stroke={hollow ? hue : 'var(--ground)'}
      strokeWidth={hollow ? 2 : 1}
    />
  );
}
