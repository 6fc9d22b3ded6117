// Over chart C6: the points as hollow marks, with the labels that fit, and the one that the pointer is near.

import type { PointerEvent } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { QualityPoint } from '../../state/quality';
import { labelPlaces, type LabelledMark } from './labelPlaces';
import { QuotedShape } from './QuotedMark';

/** A point under the pointer, in pixels of a drawing so large. */
export interface NearPoint {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point further from the pointer than this, in pixels, is not meant. */
const reach = 28;

/** The text of a strip's row, above its rule. */
const aboveRule = 13;

type Placed = LabelledMark & { readonly point: QualityPoint };

/** Each point on a rule of its own, with its name at the left and its figure at the right, as in a ledger. */
function Rules({
  placed,
  left,
  right,
  show,
}: {
  placed: readonly Placed[];
  left: number;
  right: number;
  show: (value: number) => string;
}) {
  return placed.map(({ text, y, point }) => (
    <g key={text}>
      <path className="quality-rule" d={`M${left},${y}H${right}`} />
      <text className="quality-label" data-kind="name" x={left + 4} y={y - aboveRule}>
        {text}
      </text>
      <text
        className="quality-figure"
        data-kind="quoted"
        x={right - 4}
        y={y - aboveRule}
        textAnchor="end"
      >
        {show(point.value)}
      </text>
    </g>
  ));
}

function Labels({
  placed,
  plot,
}: {
  placed: readonly Placed[];
  plot: { x: number; y: number; width: number; height: number };
}) {
  return labelPlaces(placed, plot).map((place, i) => {
    const text = placed[i]?.text ?? '';
    return place ? (
      <text
        key={text}
        className="quality-label"
        data-kind="name"
        x={place.x}
        y={place.y}
        textAnchor={place.anchor}
      >
        {text}
      </text>
    ) : null;
  });
}

export function QualityMarks({
  points,
  strip,
  radius,
  near,
  onNear,
  show,
}: {
  /** Best first: labels are placed in that order, and a strip's rows stand in it. */
  points: readonly QualityPoint[];
  /** Figures along x, a row for each point; otherwise caches along x and figures along y. */
  strip: boolean;
  radius: (point: QualityPoint) => number;
  /** The label of the point that the pointer is near. */
  near: string | null;
  onNear: (point: NearPoint | null) => void;
  show: (value: number) => string;
}) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const placed = points.map((point, i): Placed => ({
    point,
    text: point.label,
    x: x(strip ? point.value : point.cache) ?? 0,
    y: y(strip ? i : point.value) ?? 0,
    radius: radius(point),
  }));
  const find = (event: PointerEvent<SVGRectElement>) => {
    const { left, top, width, height } = (
      event.currentTarget.ownerSVGElement ?? event.currentTarget
    ).getBoundingClientRect();
    const [px, py] = [event.clientX - left, event.clientY - top];
    const distance = (mark: Placed) =>
      strip ? Math.abs(mark.y - py) : Math.hypot(mark.x - px, mark.y - py);
    const [nearest] = placed.toSorted((a, b) => distance(a) - distance(b));
    const isNear = nearest !== undefined && distance(nearest) <= reach;
    onNear(isNear ? { label: nearest.text, x: nearest.x, y: nearest.y, width, height } : null);
  };
  return (
    <g>
      {strip ? (
        <Rules placed={placed} left={plot.x} right={plot.x + plot.width} show={show} />
      ) : (
        <Labels placed={placed} plot={plot} />
      )}
      {/* The best is drawn last, and so on top. */}
      {placed.toReversed().map((mark) => (
        <g key={mark.text} transform={`translate(${mark.x},${mark.y})`}>
          <QuotedShape
            variantId={mark.point.variantId}
            radius={mark.radius}
            strong={mark.text === near}
          />
        </g>
      ))}
      <rect
        x={plot.x - reach}
        y={plot.y}
        width={plot.width + 2 * reach}
        height={plot.height}
        fill="transparent"
        onPointerMove={find}
        onPointerDown={find}
        // A finger that is lifted leaves what it pointed at in sight.
        onPointerLeave={(event) => {
          if (event.pointerType !== 'touch') onNear(null);
        }}
      />
    </g>
  );
}
