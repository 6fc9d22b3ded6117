// Over chart C5: the roofs' names, the ridge, and each entry's mark on the roof that limits it.

import { useTranslation } from 'react-i18next';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Roofline } from '../../state/roofline';
import { entryName } from '../entryText';
import { showTime } from '../quantity';
import { showIntensity } from './intensity';
import type { RankedRoof } from './RooflineChart';
import { labelBaseline, labelGap, stackMarks, type Box } from './stackMarks';
import { VariantDot } from './VariantDot';

/** Names closer than this, in pixels, would be written over each other. */
const lineHeight = 15;

/** A letter's width at most, in pixels, so that labels are given enough room without being measured. */
const letterWidth = 7.5;

const strongestFirst = ['chosen', 'other', 'ghost'] as const;

export function RooflineOverlay({
  roofline,
  roofs,
}: {
  roofline: Roofline;
  roofs: readonly RankedRoof[];
}) {
  const { t } = useTranslation();
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const { roof, marks } = roofline;
  const [right, bottom] = [plot.x + plot.width, plot.y + plot.height];

  const names: { text: string; height: number; rank: RankedRoof['rank'] }[] = [];
  for (const rank of strongestFirst) {
    for (const each of roofs) {
      const height = y(each.roof.ceilings.flopsPerSecond) ?? plot.y;
      if (each.rank !== rank) continue;
      if (names.some((other) => Math.abs(other.height - height) < lineHeight)) continue;
      const text =
        rank === 'ghost' ? each.roof.device.name : t(`roofline.roofs.${each.roof.arithmetic}`);
      names.push({ text, height, rank });
    }
  }
  const nameBoxes = names.map(({ text, height }): Box => ({
    left: right - 5 - text.length * letterWidth,
    right,
    top: height - 18,
    bottom: height,
  }));

  const ridgeX = x(roof.ridgeFlopsPerByte) ?? plot.x;
  const ridgeY = y(roof.ceilings.flopsPerSecond) ?? plot.y;
  const sides: Box = { left: plot.x, right, top: bottom - 22, bottom };
  const points = marks.map(({ entry, flopsPerByte, flopsPerSecond }) => ({
    x: x(flopsPerByte) ?? plot.x,
    y: y(flopsPerSecond) ?? bottom,
    labelWidth: entryName(t, entry).length * letterWidth,
  }));
  const placed = stackMarks(points, { left: plot.x, right: right + 16, top: plot.y, bottom }, [
    ...nameBoxes,
    sides,
  ]);
  return (
    <g>
      {names.map(({ text, height, rank }) => (
        <text
          key={text}
          className={rank === 'ghost' ? 'ceiling-label' : 'ceiling-label chosen'}
          x={right - 4}
          y={height - 6}
          textAnchor="end"
        >
          {text}
        </text>
      ))}
      <path d={`M${ridgeX},${ridgeY}V${bottom}`} stroke="var(--ink)" strokeDasharray="3 3" />
      <text
        className="ceiling-label chosen"
        x={Math.max(ridgeX - 8, plot.x + 60)}
        y={ridgeY - 6}
        textAnchor="end"
      >
        {t('roofline.ridge', { ridge: showIntensity(roof.ridgeFlopsPerByte) })}
      </text>
      <text className="ceiling-label" x={ridgeX - 8} y={bottom - 7} textAnchor="end">
        {t('roofline.sides.memory')}
      </text>
      <text className="ceiling-label" x={ridgeX + 8} y={bottom - 7}>
        {t('roofline.sides.compute')}
      </text>
      {marks.map(({ entry, flopsPerByte, time }, i) => {
        const point = points[i];
        const place = placed[i];
        if (!point || !place) return null;
        const name = entryName(t, entry);
        const height = point.y + place.drop;
        const side = place.side === 'right' ? 1 : -1;
        return (
          <g key={entry.key} className="roof-mark">
            <title>
              {t('roofline.mark', {
                variant: name,
                intensity: showIntensity(flopsPerByte),
                time: showTime(time.seconds * 1e9),
                bound: t(`roofline.bounds.${time.bound}`),
              })}
            </title>
            {place.drop !== 0 && (
              <path d={`M${point.x},${point.y}V${height}`} stroke="var(--ink-2)" />
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
              x={point.x + side * labelGap}
              y={height + labelBaseline}
              textAnchor={place.side === 'right' ? 'start' : 'end'}
            >
              {name}
            </text>
          </g>
        );
      })}
    </g>
  );
}
