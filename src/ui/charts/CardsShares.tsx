// What each device keeps of an entry at one number of devices, beside what one alone would, and how often all keep it.

import { useTranslation } from 'react-i18next';
import { elementsAt, pointAt, type Cards } from '../../state/cards';
import { showRatio } from '../quantity';
import { showElements } from './cardsTable';
import { EntryTable } from './EntryTable';

export function CardsShares({ lines, devices }: Pick<Cards, 'lines'> & { devices: number }) {
  const { t } = useTranslation();
  return (
    <EntryTable
      label={t('cards.table')}
      columns={[
        t('cards.columns.one'),
        t('cards.columns.each', { count: devices }),
        t('cards.columns.copies'),
        t('cards.columns.ofSequences'),
      ]}
      rows={lines}
    >
      {(line) => {
        const point = pointAt(line, devices);
        return (
          <>
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
          </>
        );
      }}
    </EntryTable>
  );
}
