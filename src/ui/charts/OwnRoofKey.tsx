// In the legend of chart C5: this device's own roof, as measured.

import { useTranslation } from 'react-i18next';
import type { OwnCeilings } from '../../state/ceilings';
import { deviceName } from '../deviceName';
import { showRate } from '../quantity';
import { ownRoofStyle } from './roofStyle';

export function OwnRoofKey({ own }: { own: OwnCeilings }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  return (
    <span className="line-key roof-key" data-kind="measured">
      <svg width="44" height="14" viewBox="-22 -7 44 14" aria-hidden="true">
        <path d="M-22,0H22" {...ownRoofStyle} />
      </svg>
      {s('own.roof', { device: deviceName(t, own.device) })}{' '}
      <span className="measured">{showRate(own.ceilings.flopsPerSecond.median, 'FLOP/s')}</span>
    </span>
  );
}
