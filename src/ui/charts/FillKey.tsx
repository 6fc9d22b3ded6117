// One entry of a legend of fills: a square with the fill, and what it means.

import { useId } from 'react';
import { Hatching } from './PagesFills';

export function FillKey({ fill, name }: { fill: 'full' | 'empty' | 'hatched'; name: string }) {
  const id = useId();
  const fills = { full: 'var(--ink-2)', empty: 'var(--paper)', hatched: `url(#${id})` };
  return (
    <span className="line-key words">
      <svg width="18" height="14" viewBox="-1 -1 18 14" aria-hidden="true">
        <defs>
          <Hatching id={id} stroke="var(--ink-2)" />
        </defs>
        <path className="block-outline" d="M0,0H16V12H0Z" fill={fills[fill]} />
      </svg>
      {name}
    </span>
  );
}
