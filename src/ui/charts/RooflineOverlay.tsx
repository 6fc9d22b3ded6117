// Over chart C5: the ghosts' names, the ridge, and each entry's mark on the roof that limits it.

import { useTranslation } from 'react-i18next';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { OwnRoof } from '../../state/ownRoof';
import type { Roof, Roofline } from '../../state/roofline';
import { deviceName } from '../deviceName';
import { entryName } from '../entryText';
import { showTime } from '../quantity';
import { hueOf } from '../variantStyle';
import { showIntensity } from './intensity';
import { ascent, descent, labelWidth, type Box } from './labelBox';
import { labelGap, stackMarks } from './stackMarks';
import { VariantDot } from './VariantDot';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A name closer than this to a roof of the chosen device, in pixels, would be taken for its own. */
const crowded = 20;

/** What a roof's line takes, in pixels: the flat part from its bend on, and the slope below it in short pieces. */
function lineBoxes(bend: Point, low: Point, right: number): readonly Box[] {
  const piece = 4;
  const fall = (low.y - bend.y) / (bend.x - low.x);
  const pieces = Math.ceil((bend.x - low.x) / piece);
  const slope = Array.from({ length: pieces }, (_, i): Box => {
    const left = low.x + i * piece;
    const top = bend.y + (bend.x - left - piece) * fall;
    return { left, right: left + piece, top, bottom: top + piece * fall };
  });
  return [{ left: bend.x, right, top: bend.y - 1, bottom: bend.y + 1 }, ...slope];
}

/** The room of a text that ends at a place. */
const boxBefore = (end: number, baseline: number, text: string): Box => ({
  left: end - labelWidth(text),
  right: end,
  top: baseline - ascent,
  bottom: baseline + descent,
});

export function RooflineOverlay({
  roofline,
  own: measured,
}: {
  roofline: Roofline;
  own: OwnRoof | null;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const { roof, otherRoof, ghosts, marks } = roofline;
  const [right, bottom] = [plot.x + plot.width, plot.y + plot.height];
  const heightOf = ({ ceilings }: Roof) => y(ceilings.flopsPerSecond) ?? plot.y;

  const ownHeight = measured ? (y(measured.ceilings.flopsPerSecond) ?? plot.y) : null;
  const own = [
    ...[roof, ...(otherRoof ? [otherRoof] : [])].map(heightOf),
    ...(ownHeight === null ? [] : [ownHeight]),
  ];
  const names = ghosts
    .map((ghost) => ({ text: ghost.device.name, height: heightOf(ghost) }))
    .filter(({ height }) => own.every((other) => Math.abs(other - height) > crowded));

  // Under its line where another stands close above it.
  const isUnder =
    ownHeight !== null && own.some((height) => height < ownHeight && ownHeight - height < 24);
  const ownName =
    measured && ownHeight !== null
      ? {
          text: s('own.roof', { device: deviceName(t, measured.device) }),
          baseline: ownHeight + (isUnder ? 16 : -6),
        }
      : null;

  const ridgeX = x(roof.ridgeFlopsPerByte) ?? plot.x;
  const ridgeY = heightOf(roof);
  const ridgeEnd = Math.max(ridgeX - 8, plot.x + 72);
  const ridge = s('roofline.ridge', { ridge: showIntensity(roof.ridgeFlopsPerByte) });
  const compute = s('roofline.sides.compute');

  const written: readonly Box[] = [
    ...names.map(({ text, height }) => boxBefore(right, height - 6, text)),
    boxBefore(ridgeEnd, ridgeY - 6, ridge),
    ...(ownName ? [boxBefore(right, ownName.baseline, ownName.text)] : []),
    { left: plot.x, right, top: bottom - 20, bottom },
  ];
  const points = marks.map(({ entry, flopsPerByte, flopsPerSecond }) => ({
    x: x(flopsPerByte) ?? plot.x,
    y: y(flopsPerSecond) ?? bottom,
    labelWidth: labelWidth(entryName(t, entry)),
  }));
  const room = { left: plot.x - 8, right: right + 16, top: plot.y, bottom };
  const drawn = [roof, ...(otherRoof ? [otherRoof] : [])].flatMap((each) => {
    const bend = { x: x(each.ridgeFlopsPerByte) ?? plot.x, y: heightOf(each) };
    const low = { x: x(each.ridgeFlopsPerByte / 100), y: y(each.ceilings.flopsPerSecond / 100) };
    return lineBoxes(bend, { x: low.x ?? plot.x, y: low.y ?? bottom }, right);
  });
  const placed = stackMarks(points, room, written, drawn);
  return (
    <g>
      {names.map(({ text, height }) => (
        <text
          key={text}
          className="ceiling-label"
          data-kind="computed"
          x={right - 4}
          y={height - 6}
          textAnchor="end"
        >
          {text}
        </text>
      ))}
      {ownName && (
        <text
          className="ceiling-label chosen"
          data-kind="measured"
          x={right - 4}
          y={ownName.baseline}
          textAnchor="end"
        >
          {ownName.text}
        </text>
      )}
      <path d={`M${ridgeX},${ridgeY}V${bottom}`} stroke="var(--ink)" strokeDasharray="3 3" />
      <text
        className="ceiling-label chosen"
        data-kind="computed"
        x={ridgeEnd}
        y={ridgeY - 6}
        textAnchor="end"
      >
        {ridge}
      </text>
      <text
        className="ceiling-label"
        data-kind="computed"
        x={ridgeX - 8}
        y={bottom - 7}
        textAnchor="end"
      >
        {s('roofline.sides.memory')}
      </text>
      {ridgeX + 8 + labelWidth(compute) < right + 16 && (
        <text className="ceiling-label" data-kind="computed" x={ridgeX + 8} y={bottom - 7}>
          {compute}
        </text>
      )}
      {marks.map(({ entry, flopsPerByte, time }, i) => {
        const point = points[i];
        const place = placed[i];
        if (!point || !place) return null;
        const name = entryName(t, entry);
        const hue = hueOf(entry.variant.id);
        const height = point.y + place.drop;
        const onRight = place.side === 'right';
        return (
          <g key={entry.key} data-kind="computed">
            <title>
              {s('roofline.mark', {
                variant: name,
                intensity: showIntensity(flopsPerByte),
                time: showTime(time.seconds * 1e9),
                bound: s(`roofline.bounds.${time.bound}`),
              })}
            </title>
            {place.drop > 0 && (
              <>
                <path d={`M${point.x},${point.y}V${height}`} stroke={hue} />
                <circle cx={point.x} cy={point.y} r={2.5} fill={hue} />
              </>
            )}
            <VariantDot
              variantId={entry.variant.id}
              mode={entry.mode}
              cx={point.x}
              cy={height}
              radius={6}
            />
            <text
              className="ceiling-label chosen"
              data-kind="computed"
              x={point.x + (onRight ? labelGap : -labelGap)}
              y={height + place.baseline}
              textAnchor={onRight ? 'start' : 'end'}
            >
              {name}
            </text>
          </g>
        );
      })}
    </g>
  );
}
