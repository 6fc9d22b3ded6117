// Which layer of the file that is open is measured; without a file there is nothing to pick.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileMeasured } from '../../state/lowRank';
import { Why } from '../Why';

export function PairPicker({
  file,
  onPick,
}: {
  file: FileMeasured | null;
  onPick: (at: number) => void;
}) {
  const { t } = useTranslation('lowrank');
  const id = useId();
  // Its place stays, and what to do stands where the drawing will be.
  if (!file) return <span />;
  return (
    <span className="inline-field low-rank-pair" data-kind="name">
      <label htmlFor={id}>{t('pair')}</label>
      <Why reason={file.pairs.length < 2 ? t('why.onePair') : null}>
        {(explained) => (
          <select
            id={id}
            value={file.chosen}
            {...explained}
            onChange={(event) => onPick(Number(event.currentTarget.value))}
          >
            {file.pairs.map(({ first, layer }, at) => (
              <option key={first.name} value={at}>
                {layer || file.name}
              </option>
            ))}
          </select>
        )}
      </Why>
    </span>
  );
}
