// Over a chart of lines: the cliffs where memory ends them, each with its place on the axis, and the place chosen.

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Entry } from '../../state/entries';
import { VariantDot } from './VariantDot';

export interface Cliff {
  readonly entry: Entry;
  readonly x: number;
  readonly y: number;
  /** The place as it is written at the mark. */
  readonly label: string;
  /** What rests under the pointer. */
  readonly title: string;
}

/** Of a label, in pixels: its lines, and about what one of its digits takes. */
const lineHeight = 15;
const digitWidth = 7.3;

interface Label {
  readonly cliff: Cliff;
  readonly cx: number;
  readonly cy: number;
  readonly height: number;
}

/** Labels above their marks, moved up where they would cover one that is placed already. */
function placeLabels(marks: readonly Omit<Label, 'height'>[], top: number): readonly Label[] {
  const placed: Label[] = [];
  for (const mark of marks.toSorted((a, b) => b.cy - a.cy)) {
    const width = mark.cliff.label.length * digitWidth;
    const covers = (height: number) =>
      placed.some(
        (other) =>
          Math.abs(other.cx - mark.cx) <
            (width + other.cliff.label.length * digitWidth) / 2 + digitWidth &&
          Math.abs(other.height - height) < lineHeight,
      );
    let height = mark.cy - 10;
    while (covers(height) && height > top) height -= lineHeight;
    placed.push({ ...mark, height });
  }
  return placed;
}

export function CliffMarks({
  cliffs,
  chosen,
}: {
  cliffs: readonly Cliff[];
  /** A place on the axis to mark; null for none. */
  chosen: number | null;
}) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const right = plot.x + plot.width;
  const bottom = plot.y + plot.height;
  const chosenX = chosen === null ? undefined : x(chosen);
  const marks = cliffs.flatMap((cliff) => {
    const [cx, cy] = [x(cliff.x), y(cliff.y)];
    return cx === undefined || cy === undefined || cx > right + 1 ? [] : [{ cliff, cx, cy }];
  });
  return (
    <g>
      {chosenX !== undefined && chosenX >= plot.x && chosenX <= right && (
        <path d={`M${chosenX},${plot.y}V${bottom}`} stroke="var(--ink)" strokeDasharray="3 3" />
      )}
      {placeLabels(marks, plot.y).map(({ cliff, cx, cy, height }) => {
        const { entry, label, title } = cliff;
        // Half of a label has no room beside the plot.
        const half = (label.length * digitWidth) / 2;
        return (
          <g key={entry.key} className="cliff">
            <title>{title}</title>
            <path d={`M${cx},${cy}V${bottom}`} stroke="var(--ink-2)" strokeDasharray="1 4" />
            <VariantDot variantId={entry.variant.id} mode={entry.mode} cx={cx} cy={cy} />
            <text
              x={Math.min(Math.max(cx, plot.x + half + 2), right - half - 2)}
              y={height}
              textAnchor="middle"
            >
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}
