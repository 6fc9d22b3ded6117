// The figure around chart C10: finding, what each device keeps, legend and table. Loaded when its page is opened.

import { lazy } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { cardsOf, elementsAt, type Cards } from '../../state/cards';
import { entryName } from '../entryText';
import { exact, showRatio } from '../quantity';
import { useLater } from '../useControls';
import { CardsShares } from './CardsShares';
import { exactTable, shownTable } from './cardsTable';
import { ChartFigure } from './ChartFigure';
import { FillKey } from './FillKey';
import { EntryKey } from './LineKey';

const CardsChart = lazy(() =>
  import('./CardsChart').then((module) => ({ default: module.CardsChart })),
);

function findingOf(t: TFunction, finding: NonNullable<Cards['finding']>): string {
  const { devices, a, b, turned } = finding;
  const [aOne, aEach] = [elementsAt(a, 1) ?? 0, elementsAt(a, devices) ?? 0];
  const [bOne, bEach] = [elementsAt(b, 1) ?? 0, elementsAt(b, devices) ?? 0];
  const words = {
    devices: t('cards.devices', { count: devices }),
    a: entryName(t, a.entry),
    b: entryName(t, b.entry),
    aOne: exact(aOne),
    aEach: exact(aEach),
    bOne: exact(bOne),
    bEach: exact(bEach),
  };
  if (turned) return t('cards.turned', { ...words, ratio: showRatio(aEach / bEach) });
  if (aEach === bEach) return t('cards.findingSame', words);
  return t('cards.finding', { ...words, ratio: showRatio(bEach / aEach) });
}

/** Where heads cannot be shared out: a sentence for all entries with the same gaps. */
function leftOutOf(t: TFunction, { lines }: Cards): string[] {
  const names = new Map<string, string[]>();
  for (const { entry, points } of lines) {
    const gaps = points.filter(({ heads }) => !heads).map(({ devices }) => devices);
    const counts = gaps.join(t('listComma'));
    if (counts !== '') names.set(counts, [...(names.get(counts) ?? []), entryName(t, entry)]);
  }
  return [...names].map(([counts, all]) =>
    t('cards.leftOut', { counts, names: all.join(t('listComma')) }),
  );
}

/** The thin line of sequences shared out. */
function SequencesKey({ name }: { name: string }) {
  return (
    <span className="line-key words">
      <svg width="28" height="14" viewBox="0 -7 28 14" aria-hidden="true">
        <path d="M0,0H28" stroke="var(--ink-2)" strokeDasharray="2 3" />
      </svg>
      {name}
    </span>
  );
}

export function CardsFigure() {
  const { t } = useTranslation();
  // Receipts answer a drag at once; the drawing may come a frame later.
  const cards = useLater(cardsOf);
  const { lines, finding } = cards;
  return (
    <ChartFigure
      id="cache-on-devices"
      title={t('cards.title')}
      aside={
        <>
          {finding && <CardsShares lines={lines} devices={finding.devices} />}
          <p className="chart-note">{t('cards.note')}</p>
        </>
      }
      finding={
        finding ? <span data-kind="computed">{findingOf(t, finding)}</span> : t('cards.none')
      }
      legend={
        <>
          {lines.map(({ entry }) => (
            <EntryKey key={entry.key} entry={entry} />
          ))}
          <FillKey fill="hatched" name={t('cards.keys.repeated')} />
          <SequencesKey name={t('cards.keys.sequences')} />
        </>
      }
      notes={leftOutOf(t, cards).map((sentence) => (
        <p key={sentence} data-kind="computed">
          {sentence}
        </p>
      ))}
      shown={shownTable(t, cards)}
      exactTable={exactTable(cards)}
    >
      <CardsChart cards={cards} />
    </ChartFigure>
  );
}
