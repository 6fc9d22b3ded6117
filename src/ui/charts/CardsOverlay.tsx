// Over chart C10: every number of devices as a mark, hatching where devices keep the same, and sequences shared out.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Cards, CardsLine } from '../../state/cards';
import { hueOf } from '../variantStyle';
import { Hatching } from './PagesFills';
import { VariantDot } from './VariantDot';

/** Of the hatched band around a line, pixels. */
const band = 10;

interface Place {
  readonly devices: number;
  readonly x: number;
  readonly y: number;
}

/** Where a line does not fall from one number of devices to the next: more of them keep the same. */
const flatParts = (places: readonly Place[]): string =>
  places
    .flatMap(({ x, y }, i) => {
      const before = places[i - 1];
      if (!before || before.y !== y) return [];
      return [`M${before.x},${y - band / 2}H${x}v${band}H${before.x}Z`];
    })
    .join('');

export function CardsOverlay({ cards: { lines, chosen } }: { cards: Cards }) {
  const { t } = useTranslation();
  const id = useId();
  const plot = usePlotArea();
  const xOf = useXAxisScale();
  const yOf = useYAxisScale();
  if (!plot || !xOf || !yOf) return null;
  const chosenX = chosen === null ? undefined : xOf(chosen);
  const placesOf = ({ points }: CardsLine): Place[] =>
    points.flatMap(({ devices, heads }) => {
      const [x, y] = [xOf(devices), heads ? yOf(heads.elements) : undefined];
      return x !== undefined && y !== undefined ? [{ devices, x, y }] : [];
    });
  return (
    <g>
      {chosenX !== undefined && (
        <>
          <path
            d={`M${chosenX},${plot.y}V${plot.y + plot.height}`}
            stroke="var(--ink)"
            strokeDasharray="3 3"
          />
          <text
            className="ceiling-label chosen"
            data-kind="chosen"
            x={chosenX + (chosen === 16 ? -5 : 5)}
            y={plot.y + 14}
            textAnchor={chosen === 16 ? 'end' : 'start'}
          >
            {t('cards.devices', { count: chosen ?? 1 })}
          </text>
        </>
      )}
      {lines.map((line, i) => {
        const { key, variant, mode } = line.entry;
        const places = placesOf(line);
        const hatched = flatParts(places);
        const shared = line.points
          .map(({ devices, sequences }) => `${xOf(devices) ?? 0},${yOf(sequences.elements) ?? 0}`)
          .join('L');
        return (
          <g key={key}>
            <defs>
              <Hatching id={`${id}-${i}`} stroke={hueOf(variant.id)} />
            </defs>
            <path
              d={`M${shared}`}
              fill="none"
              stroke={hueOf(variant.id)}
              strokeWidth={1.25}
              strokeDasharray="2 3"
            />
            {hatched !== '' && <path d={hatched} fill={`url(#${id}-${i})`} />}
            {places.map(({ devices, x, y }) => (
              <VariantDot key={devices} variantId={variant.id} mode={mode} cx={x} cy={y} />
            ))}
          </g>
        );
      })}
    </g>
  );
}
