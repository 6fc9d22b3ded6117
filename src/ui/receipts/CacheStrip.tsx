// The cache of one token in one layer on squared paper, every variant to the same scale.
//
// Keys are solid, values dotted, the latent plain, the rotary key striped; all in the variant's hue.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../attention/plan';
import type { Bill, SquareScale } from '../../state/bills';
import { useLit } from '../lit';
import { exact } from '../quantity';
import { controlsBehind } from '../symbols';
import { hueOf } from '../variantStyle';
import { stripPaths } from './strip';

const side = 8;
const columns = 28;
/** As many squares as the largest cache may have. */
export const stripSquares = 512;
const rows = Math.ceil(stripSquares / columns);

const fills: Record<Field['holds'], 'solid' | 'dots' | 'stripes'> = {
  key: 'solid',
  value: 'dots',
  latent: 'solid',
  ropeKey: 'stripes',
  tied: 'solid',
  headFactor: 'stripes',
  keyFactor: 'solid',
  valueFactor: 'dots',
};

/** A field's squares, outlined while a control behind their number is lit. */
function FieldSquares({
  bill,
  field,
  path,
  fill,
  grid,
}: {
  bill: Bill;
  field: string;
  path: string;
  fill: string;
  grid: string;
}) {
  const { variant, shape, charges, pin } = bill;
  const line = charges?.receipt.lines.find((each) => each.field === field);
  const lit = useLit(
    (pin === null && line ? line.factors : []).flatMap(({ symbol, value }) =>
      controlsBehind(symbol, value, variant, shape.dims.queryHeads),
    ),
  );
  return (
    <>
      <path d={path} fill={fill} />
      <path className="strip-lines" d={path} fill={grid} />
      {lit && <path className="strip-lit" d={path} />}
    </>
  );
}

export function CacheStrip({ bill, scale }: { bill: Bill; scale: SquareScale }) {
  const { t } = useTranslation();
  const id = useId();
  const hue = hueOf(bill.variant.id);
  const token = bill.charges?.token;
  const fields = token?.fields ?? [];
  const { unit, perSquare } = scale;
  const paths = stripPaths(
    fields.map((each) => ({ id: each.field, size: each[unit] })),
    perSquare,
    columns,
    side,
  );
  const fillOf = (field: string) => {
    const holds = fields.find((each) => each.field === field)?.holds ?? 'key';
    return fills[holds] === 'solid' ? hue : `url(#${id}-${fills[holds]})`;
  };
  const width = columns * side + 1;
  const height = rows * side + 1;
  const squares = exact(Math.round(((token?.[unit] ?? 0) / perSquare) * 100) / 100);
  return (
    <svg
      className="cache-strip"
      width={width}
      height={height}
      viewBox={`-0.5 -0.5 ${width} ${height}`}
      role="img"
      aria-label={t('receipt.strip', {
        squares,
        size: t(`receipt.squareSize.${unit}`, { count: perSquare }),
      })}
    >
      <defs>
        <pattern id={`${id}-grid`} width={side} height={side} patternUnits="userSpaceOnUse">
          <path d={`M${side},0H0V${side}`} fill="none" stroke="currentColor" />
        </pattern>
        <pattern id={`${id}-dots`} width={4} height={4} patternUnits="userSpaceOnUse">
          <rect width={4} height={4} fill={hue} opacity={0.3} />
          <circle cx={2} cy={2} r={1.1} fill={hue} />
        </pattern>
        <pattern
          id={`${id}-stripes`}
          width={4}
          height={4}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={4} height={4} fill={hue} opacity={0.25} />
          <rect width={2} height={4} fill={hue} />
        </pattern>
      </defs>
      <rect
        className="strip-paper"
        width={columns * side}
        height={rows * side}
        fill={`url(#${id}-grid)`}
      />
      {paths.map(({ id: field, path }) => (
        <FieldSquares
          key={field}
          bill={bill}
          field={field}
          path={path}
          fill={fillOf(field)}
          grid={`url(#${id}-grid)`}
        />
      ))}
    </svg>
  );
}
