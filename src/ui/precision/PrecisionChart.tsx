// Chart C8: a histogram of the difference from float64 for every format, one above the other on a logarithmic axis.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrawnLine, PrecisionDrawn } from '../../state/precisionDrawn';
import { useBox } from '../charts/useBox';
import { exact } from '../quantity';
import { markPath } from '../variantStyle';
import {
  medianPlace,
  placedGroups,
  room,
  shownCounts,
  stepPath,
  xScale,
  type PlacedGroup,
  type PlacedRow,
} from './histogram';
import { lookOf } from './precisionLooks';

const firstBox = { width: 720, height: 496 };

interface Scales {
  readonly axis: PrecisionDrawn['axis'];
  readonly x: (power: number) => number;
  readonly most: number;
}

function Histogram({
  line,
  placed,
  scales,
}: {
  line: DrawnLine;
  placed: PlacedRow;
  scales: Scales;
}) {
  const { axis, x, most } = scales;
  const { hue, mark, hollow, dash, width } = lookOf(line);
  const counts = shownCounts(line.output, axis);
  const y = (count: number) => placed.base - (count / most) * placed.height;
  const median = medianPlace(line.output, counts, axis);
  return (
    <g data-kind="measured">
      <path
        className="precision-line"
        d={stepPath(counts, axis, x, y)}
        stroke={hue}
        strokeWidth={width * 0.75}
        strokeDasharray={dash}
      />
      {median && (
        <path
          className="precision-mark"
          transform={`translate(${x(median.power)},${y(median.count)})`}
          d={markPath(mark, 4.4)}
          fill={hollow ? 'var(--ground)' : hue}
          stroke={hue}
          strokeWidth={1.5}
        />
      )}
    </g>
  );
}

/** A row's line of zero, its format's name, and in the first of a group the scale of all of them. */
function Row({
  placed,
  scales,
  isFirst,
  end,
}: {
  placed: PlacedRow;
  scales: Scales;
  isFirst: boolean;
  end: number;
}) {
  const { t } = useTranslation('precision');
  const { row, base, height } = placed;
  const { most } = scales;
  return (
    <g>
      <path className="precision-base" d={`M${room.left},${base}H${end}`} />
      {isFirst && (
        <>
          <path className="precision-full" d={`M${room.left},${base - height}H${end}`} />
          <text
            className="scale-tick"
            data-kind="scale"
            x={end}
            y={base - height - 5}
            textAnchor="end"
          >
            {exact(most)} {t('count')}
          </text>
        </>
      )}
      <text className="precision-format" data-kind="name" x={0} y={base - 6}>
        {row.format}
      </text>
      {row.lines.map((line) => (
        <Histogram
          key={`${line.variantId} ${line.mode} ${line.way}`}
          line={line}
          placed={placed}
          scales={scales}
        />
      ))}
    </g>
  );
}

/** The lines of the powers of ten through a group. */
function Decades({
  group,
  powers,
  x,
}: {
  group: PlacedGroup;
  powers: readonly number[];
  x: Scales['x'];
}) {
  const [top] = group.rows;
  const bottom = group.rows.at(-1);
  if (!top || !bottom) return null;
  const lines = powers.map((power) => `M${x(power)},${top.base - top.height}V${bottom.base}`);
  return <path className="precision-decade" d={lines.join('')} />;
}

export const PrecisionChart = memo(function PrecisionChart({ drawn }: { drawn: PrecisionDrawn }) {
  const { t } = useTranslation('precision');
  const [measure, { width, height }] = useBox(firstBox);
  const { rows, axis, most } = drawn;
  const groups = useMemo(() => placedGroups(rows, height), [rows, height]);
  const x = xScale(axis, width);
  const end = width - room.right;
  const powers = Array.from({ length: axis.high - axis.low + 1 }, (_, i) => axis.low + i);
  const every = (end - room.left) / (powers.length - 1) < 28 ? 2 : 1;
  const bottom = groups.at(-1)?.rows.at(-1)?.base ?? 0;
  const formats = [...new Set(rows.map(({ format }) => format))].join(', ');
  return (
    <div className="precision-drawing" ref={measure}>
      <svg width={width} height={height} role="img" aria-label={t('picture', { formats })}>
        {groups.map((group) => (
          <g key={group.of}>
            <text className="precision-heading" x={0} y={group.heading}>
              {t(`of.${group.of}`)}
            </text>
            <Decades group={group} powers={powers} x={x} />
            {group.rows.map((placed, i) => (
              <Row
                key={placed.row.format}
                placed={placed}
                scales={{ axis, x, most: most[group.of] }}
                isFirst={i === 0}
                end={end}
              />
            ))}
          </g>
        ))}
        <g className="axis-titles" data-kind="scale">
          {powers
            .filter((power) => (axis.high - power) % every === 0)
            .map((power) => (
              <text
                key={power}
                className="scale-tick"
                x={x(power)}
                y={bottom + 18}
                textAnchor="middle"
              >
                {power < 0 ? `−${-power}` : power}
              </text>
            ))}
          <text x={end} y={bottom + 38} textAnchor="end">
            {t('axis')}
          </text>
        </g>
      </svg>
    </div>
  );
});
