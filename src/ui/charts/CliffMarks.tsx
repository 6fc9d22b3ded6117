// Over a chart of rising lines: the cliffs where memory ends them, each with its place on the axis, and the place chosen.

import { DefaultZIndexes, usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts';
import type { Entry } from '../../state/entries';
import { exact } from '../quantity';
import { overlap, within, type Box } from './labelBox';
import { footLabel } from './lineLabels';
import { VariantDot } from './VariantDot';

export interface Cliff {
  readonly entry: Entry;
  readonly x: number;
  readonly y: number;
  /** The place as it is written at the mark; null for no words. */
  readonly label: string | null;
  /** What rests under the pointer. */
  readonly title: string;
}

/** Of a label, in pixels: its lines, and about what one of its digits takes. */
const lineHeight = 15;
const digitWidth = 7.3;

/** From a mark's middle to what stands beside it, in pixels. */
const reach = 7;

interface Mark {
  readonly cliff: Cliff;
  readonly cx: number;
  readonly cy: number;
}

interface Label extends Mark {
  readonly text: string;
  /** Of its middle, and of its line. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/**
 * Labels under their marks to the right, where no rising line goes on, or above them, moved up where they would cover
 * another; marks on the same spot share theirs.
 */
function placeLabels(marks: readonly Mark[], { left, right, top, bottom }: Box): readonly Label[] {
  const placed: Label[] = [];
  for (const mark of marks.toSorted((a, b) => b.cy - a.cy)) {
    const text = mark.cliff.label;
    if (text === null) continue;
    const isSaid = placed.some(
      (other) =>
        other.text === text && Math.hypot(other.cx - mark.cx, other.cy - mark.cy) < lineHeight / 2,
    );
    if (isSaid) continue;
    const width = (text.length + 1) * digitWidth;
    const beside: Box = {
      left: mark.cx + reach,
      right: mark.cx + reach + width,
      top: mark.cy + 4,
      bottom: mark.cy + 4 + lineHeight,
    };
    const isFree =
      within(beside, { left, right, top, bottom }) &&
      marks.every(
        ({ cx, cy }) =>
          !overlap(beside, {
            left: cx - reach,
            right: cx + reach,
            top: cy - reach,
            bottom: cy + reach,
          }),
      ) &&
      placed.every(
        (other) =>
          !overlap(beside, {
            left: other.x - other.width / 2,
            right: other.x + other.width / 2,
            top: other.y - lineHeight,
            bottom: other.y,
          }),
      );
    if (isFree) {
      placed.push({ ...mark, text, x: mark.cx + reach + width / 2, y: mark.cy + 16, width });
      continue;
    }
    // Beside the plot there is no room for half of a label.
    const x = Math.min(Math.max(mark.cx, left + width / 2), right - width / 2);
    const covers = (y: number) =>
      placed.some(
        (other) =>
          Math.abs(other.x - x) < (width + other.width) / 2 && Math.abs(other.y - y) < lineHeight,
      );
    let y = mark.cy - 10;
    while (covers(y) && y > top) y -= lineHeight;
    placed.push({ ...mark, text, x, y, width });
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
  const bounds = { left: plot.x, right, top: plot.y, bottom };
  const chosenX = chosen === null ? undefined : x(chosen);
  const chosenText = chosen === null ? '' : exact(chosen);
  const foot = chosenX === undefined ? null : footLabel(chosenX, chosenText, bounds);
  const marks = cliffs.flatMap((cliff) => {
    const [cx, cy] = [x(cliff.x), y(cliff.y)];
    return cx === undefined || cy === undefined || cx > right + 1 ? [] : [{ cliff, cx, cy }];
  });
  return (
    // Recharts draws lines in a layer of their own, over all that names none.
    <ZIndexLayer zIndex={DefaultZIndexes.scatter}>
      {chosenX !== undefined && foot && chosenX >= plot.x && chosenX <= right && (
        <>
          <path d={`M${chosenX},${plot.y}V${bottom}`} stroke="var(--ink)" strokeDasharray="3 3" />
          <text
            className="cliff-label"
            data-kind="chosen"
            x={foot.x}
            y={foot.y}
            textAnchor={foot.anchor}
          >
            {chosenText}
          </text>
        </>
      )}
      {marks.map(({ cliff: { entry, title }, cx, cy }) => (
        <g key={entry.key} data-kind="computed">
          <title>{title}</title>
          <path d={`M${cx},${cy}V${bottom}`} stroke="var(--ink-2)" strokeDasharray="1 4" />
          <VariantDot variantId={entry.variant.id} mode={entry.mode} cx={cx} cy={cy} />
        </g>
      ))}
      {placeLabels(marks, bounds).map(({ cliff, x: at, y: line }) => (
        <text
          key={cliff.entry.key}
          className="cliff-label"
          data-kind="computed"
          x={at}
          y={line}
          textAnchor="middle"
        >
          {cliff.label}
        </text>
      ))}
    </ZIndexLayer>
  );
}
