// The fills of chart C9: hatching of shared blocks, and the lines between squares and between blocks.

import type { PageLayout } from './pageLayout';

/** Hatching in the ink of the tokens: `id` names it. */
export function Hatching({ id, stroke }: { id: string; stroke: string }) {
  return (
    <pattern
      id={id}
      width={5}
      height={5}
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <path d="M1,0V5" stroke={stroke} strokeWidth={2} />
    </pattern>
  );
}

/** Pixels: wide lines between very small squares would cover them. */
export const lineWidth = (side: number): number => (side >= 6 ? 1 : side >= 4 ? 0.75 : 0.5);

export function PagesFills({
  id,
  layout: { side, blockWidth, lastBlocks },
}: {
  id: string;
  layout: Pick<PageLayout, 'side' | 'blockWidth' | 'lastBlocks'>;
}) {
  const tokenWidth = lastBlocks?.tokenWidth ?? 0;
  const line = lineWidth(side);
  return (
    <defs>
      <Hatching id={`${id}-shared`} stroke="var(--ink-2)" />
      <pattern id={`${id}-squares`} width={side} height={side} patternUnits="userSpaceOnUse">
        <path d={`M${side},0H0V${side}`} fill="none" stroke="var(--ground)" strokeWidth={line} />
      </pattern>
      {blockWidth > 0 && (
        <pattern id={`${id}-blocks`} width={blockWidth} height={side} patternUnits="userSpaceOnUse">
          <rect width={blockWidth} height={side} fill={`url(#${id}-squares)`} />
          <path d={`M0,0V${side}`} stroke="var(--ground)" strokeWidth={3} />
        </pattern>
      )}
      {tokenWidth > 0 && (
        <pattern id={`${id}-last`} width={tokenWidth} height={side} patternUnits="userSpaceOnUse">
          <path d={`M0,0V${side}`} stroke="var(--grid-strong)" strokeWidth={line} />
        </pattern>
      )}
    </defs>
  );
}
