// The squared paper of a strip: its size, and how its fields are filled.
//
// Keys are solid, values dotted, the latent plain, the rotary key striped; all in the variant's hue.

import type { Field } from '../../attention/plan';
import type { Bill } from '../../state/bills';
import { hueOf } from '../variantStyle';

/** Of a square, in units of the strip's drawing. */
export const side = 8;
export const columns = 28;
/** As many squares as the largest cache may have. */
export const stripSquares = 512;
export const rows = Math.ceil(stripSquares / columns);

const textures: Record<Field['holds'], 'solid' | 'dots' | 'stripes'> = {
  key: 'solid',
  value: 'dots',
  latent: 'solid',
  ropeKey: 'stripes',
  tied: 'solid',
  headFactor: 'stripes',
  keyFactor: 'solid',
  valueFactor: 'dots',
};

type Drawn = Pick<Bill, 'key' | 'variant'>;

/** Lines around every square; one of the patterns that `StripPatterns` gives a document. */
export const gridFill = (key: string): string => `url(#strip-${key}-grid)`;

export const fillOf = ({ key, variant }: Drawn, holds: Field['holds']): string =>
  textures[holds] === 'solid' ? hueOf(variant.id) : `url(#strip-${key}-${textures[holds]})`;

export function StripPatterns({ bill: { key, variant } }: { bill: Drawn }) {
  const hue = hueOf(variant.id);
  return (
    <defs>
      <pattern id={`strip-${key}-grid`} width={side} height={side} patternUnits="userSpaceOnUse">
        <path d={`M${side},0H0V${side}`} fill="none" stroke="currentColor" />
      </pattern>
      <pattern id={`strip-${key}-dots`} width={4} height={4} patternUnits="userSpaceOnUse">
        <rect width={4} height={4} fill={hue} opacity={0.3} />
        <circle cx={2} cy={2} r={1.1} fill={hue} />
      </pattern>
      <pattern
        id={`strip-${key}-stripes`}
        width={4}
        height={4}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width={4} height={4} fill={hue} opacity={0.25} />
        <rect width={2} height={4} fill={hue} />
      </pattern>
    </defs>
  );
}
