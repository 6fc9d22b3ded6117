// Values in order as cells: blue below 0, orange above, paper at 0; hollow where no kernel stored any.

import { useTranslation } from 'react-i18next';
import type { TensorReport } from '../../engine/protocol';
import { stripHeight } from './pictureMeasures';

/** Shades on each side of 0: more nobody tells apart in a cell of a pixel or two. */
const shades = 12;

export function HeatStrip({ report, width }: { report: TensorReport; width: number }) {
  const { t: s } = useTranslation('anatomy');
  const { cells, lowest, highest, source } = report;
  if (source === 'nowhere') {
    return (
      <text className="plan-missing" y={stripHeight}>
        {s('values.notStored')}
      </text>
    );
  }
  const furthest = Math.max(Math.abs(lowest), Math.abs(highest)) || 1;
  const side = width / cells.length;
  /** Cells of one shade are one path. */
  const paths = new Map<string, string>();
  for (const [i, value] of cells.entries()) {
    const shade = Number.isFinite(value) ? Math.round((shades * value) / furthest) : 0;
    const fill = Number.isFinite(value) ? String(shade) : 'wrong';
    if (fill === '0') continue;
    const from = (i * side).toFixed(2);
    paths.set(
      fill,
      `${paths.get(fill) ?? ''}M${from},0h${side.toFixed(2)}v${stripHeight}H${from}Z`,
    );
  }
  return (
    <g className="heat-strip" data-kind="measured">
      <rect className="heat-ground" width={width} height={stripHeight} />
      {[...paths].map(([shade, d]) => (
        <path
          key={shade}
          d={d}
          className={
            shade === 'wrong' ? 'heat-wrong' : shade.startsWith('-') ? 'heat-below' : 'heat-above'
          }
          opacity={shade === 'wrong' ? 1 : Math.abs(Number(shade)) / shades}
        />
      ))}
    </g>
  );
}
