// Marks of quoted figures: a variant's mark in its hue, always hollow; a hexagon where it is none of ours.

import { hueOf, markPath, styleOf } from '../variantStyle';

/** The mark around the origin, `radius` pixels large. */
export function QuotedShape({
  variantId,
  radius,
  strong = false,
}: {
  variantId: string | undefined;
  radius: number;
  strong?: boolean;
}) {
  return (
    <path
      data-kind="quoted"
      data-variant={variantId ?? ''}
      d={markPath(variantId === undefined ? 'hexagon' : styleOf(variantId).mark, radius)}
      fill="var(--ground)"
      stroke={variantId === undefined ? 'var(--ink-2)' : hueOf(variantId)}
      strokeWidth={strong ? 3.5 : 2}
    />
  );
}

export function QuotedMark({ variantId }: { variantId: string | undefined }) {
  return (
    <svg className="variant-mark" width="14" height="14" viewBox="-8 -8 16 16" aria-hidden="true">
      <QuotedShape variantId={variantId} radius={5.2} />
    </svg>
  );
}
