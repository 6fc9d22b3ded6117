// The cache of one token in one layer on squared paper, every variant to the same scale.

import { useTranslation } from 'react-i18next';
import type { Bill, SquareScale } from '../../state/bills';
import { useLit } from '../lit';
import { exact } from '../quantity';
import { controlsBehind } from '../symbols';
import { stripPaths } from './strip';
import { StripCount } from './StripCount';
import { columns, fillOf, gridFill, rows, side, StripPatterns } from './stripPaper';

/** A field's squares, outlined while a control behind their number is lit. */
function FieldSquares({
  bill,
  field,
  path,
  fill,
}: {
  bill: Bill;
  field: string;
  path: string;
  fill: string;
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
      <path className="strip-lines" d={path} fill={gridFill(bill.key)} />
      {lit && <path className="strip-lit" d={path} />}
    </>
  );
}

export function CacheStrip({ bill, scale }: { bill: Bill; scale: SquareScale }) {
  const { t } = useTranslation();
  const token = bill.charges?.token;
  const fields = token?.fields ?? [];
  const { unit, perSquare } = scale;
  const paths = stripPaths(
    fields.map((each) => ({ id: each.field, size: each[unit] })),
    perSquare,
    columns,
    side,
  );
  const fillOfField = (field: string) =>
    fillOf(bill, fields.find((each) => each.field === field)?.holds ?? 'key');
  const width = columns * side + 1;
  const height = rows * side + 1;
  const squares = exact(Math.round(((token?.[unit] ?? 0) / perSquare) * 100) / 100);
  return (
    <div className="strip">
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
        <StripPatterns bill={bill} />
        <rect
          className="strip-paper"
          width={columns * side}
          height={rows * side}
          fill={gridFill(bill.key)}
        />
        {paths.map(({ id: field, path }) => (
          <FieldSquares
            key={field}
            bill={bill}
            field={field}
            path={path}
            fill={fillOfField(field)}
          />
        ))}
      </svg>
      <StripCount bill={bill} />
    </div>
  );
}
