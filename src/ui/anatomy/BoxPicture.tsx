// A box of the picture: its name and shape, its elements as squares to scale, and the values that the device made.

import { useTranslation } from 'react-i18next';
import type { PlacedBox } from '../../draw/layout';
import { squaresOf, squaresPath } from '../../draw/scale';
import type { TensorReport } from '../../engine/protocol';
import { boxName, shapeText, showValue } from './anatomyText';
import { HeatStrip } from './HeatStrip';
import {
  columnsIn,
  headHeight,
  nameLine,
  nameLines,
  padding,
  shapeLine,
  space,
  squareSide,
  squaresHeight,
} from './pictureMeasures';

export function BoxPicture({
  placed: { box, x, y, width, height },
  hue,
  grid,
  perSquare,
  dim,
  report,
}: {
  placed: PlacedBox;
  /** Of what is kept. */
  hue: string;
  /** A fill: the lines between squares. */
  grid: string;
  perSquare: number;
  dim: boolean;
  report: TensorReport | null;
}) {
  const { t: s } = useTranslation('anatomy');
  const lines = nameLines(boxName(s, box.id), width);
  const head = headHeight(lines.length);
  const path = squaresPath(squaresOf(box.elements, perSquare, columnsIn(width)), squareSide);
  const wrong = report?.agreement?.agrees === false;
  const furthest = report ? Math.max(Math.abs(report.lowest), Math.abs(report.highest)) : 0;
  const shapeY = padding + lines.length * nameLine + shapeLine - 4;
  return (
    <g
      className={`plan-box ${box.kind}${dim ? ' dim' : ''}${wrong ? ' wrong' : ''}`}
      transform={`translate(${x},${y})`}
      data-box={box.id}
    >
      <rect className="plan-box-ground" width={width} height={height} />
      {lines.map((line, i) => (
        // Lines have no identity but their place.
        <text key={i} className="plan-name" x={padding} y={padding + 10 + i * nameLine}>
          {line}
        </text>
      ))}
      <text className="plan-shape" x={padding} y={shapeY}>
        {shapeText(box.axes)}
      </text>
      {report && report.source !== 'nowhere' && (
        <text
          className="plan-range"
          data-kind="measured"
          x={width - padding}
          y={shapeY}
          textAnchor="end"
        >
          ±{showValue(furthest)}
        </text>
      )}
      <g transform={`translate(${padding},${head})`}>
        <path
          className="plan-squares"
          d={path}
          style={
            box.kind === 'cached'
              ? { fill: hue }
              : box.kind === 'rebuilt'
                ? { stroke: hue }
                : undefined
          }
        />
        {box.kind !== 'rebuilt' && <path d={path} fill={grid} />}
      </g>
      {report && (
        <g
          transform={`translate(${padding},${head + squaresHeight(box, perSquare, width) + space})`}
        >
          <HeatStrip report={report} width={width - 2 * padding} />
        </g>
      )}
    </g>
  );
}
