// What each device keeps of an entry at one number of devices, beside what one alone would, and how often all keep it.

import { useTranslation } from 'react-i18next';
import { elementsAt, pointAt, type Cards } from '../../state/cards';
import { EntryMark } from '../EntryMark';
import { showRatio } from '../quantity';
import { showElements } from './cardsTable';

export function CardsShares({ lines, devices }: Pick<Cards, 'lines'> & { devices: number }) {
  const { t } = useTranslation();
  return (
    <table className="memory" aria-label={t('cards.table')} data-kind="computed">
      <thead>
        <tr>
          <th scope="col">{t('chart.variant')}</th>
          <th scope="col">{t('cards.columns.one')}</th>
          <th scope="col">{t('cards.columns.each', { count: devices })}</th>
          <th scope="col">{t('cards.columns.copies')}</th>
          <th scope="col">{t('cards.columns.ofSequences')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const point = pointAt(line, devices);
          return (
            <tr key={line.entry.key}>
              <td>
                <EntryMark entry={line.entry} /> {line.entry.variant.name}
              </td>
              <td>{showElements(elementsAt(line, 1) ?? 0)}</td>
              {point?.heads ? (
                <>
                  <td>{showElements(point.heads.elements)}</td>
                  <td>{showRatio(point.heads.copies)}</td>
                </>
              ) : (
                <td colSpan={2} className="cannot">
                  {t('cards.cannot')}
                </td>
              )}
              <td>{point && showElements(point.sequences.elements)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
