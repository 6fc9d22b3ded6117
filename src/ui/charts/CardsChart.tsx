// Chart C10: elements that each device keeps against the number of devices, on log axes. Loaded with Recharts, late.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cards } from '../../state/cards';
import { exact } from '../quantity';
import { logAxis } from './axes';
import { CardsOverlay } from './CardsOverlay';
import { showElements } from './cardsTable';
import { LinesChart } from './LinesChart';

/** Those of the counts that a reader looks for. */
const ticks = [1, 2, 4, 8, 16];

export const CardsChart = memo(function CardsChart({ cards }: { cards: Cards }) {
  const { t } = useTranslation();
  const { counts, lines } = cards;
  const drawn = useMemo(
    () =>
      lines.map(({ entry, points }) => ({
        entry,
        values: points.map(({ heads }) => heads?.elements ?? null),
      })),
    [lines],
  );
  const y = logAxis(
    lines.flatMap(({ points }) => points.map(({ sequences }) => sequences.elements)),
    4,
  );
  return (
    <LinesChart
      xs={counts}
      lines={drawn}
      // Marks on the first and the last number need room beside them.
      x={{ title: t('cards.xAxis'), scale: 'log', low: 0.9, high: 17.8, ticks, show: exact }}
      y={{ ...y, title: t('cards.axis'), scale: 'log', show: exact }}
      showX={(count) => t('cards.devices', { count })}
      showY={showElements}
      connect
      over={<CardsOverlay cards={cards} />}
    />
  );
});
