// What the dotted line of chart C3 is: the dispatches of a step, at what one of them was measured to take here.

import { Trans, useTranslation } from 'react-i18next';
import type { OwnCeilings } from '../../state/ceilings';
import { deviceName } from '../deviceName';
import { Measured, Name } from '../figure/Figure';
import { showTime } from '../quantity';

export function LaunchNote({ own: { ceilings, device } }: { own: OwnCeilings }) {
  const { t } = useTranslation();
  const { median, q1, q3, n, samples } = ceilings.dispatchNs;
  const told = deviceName(t, device);
  const summary = {
    n,
    median: showTime(median),
    q1: showTime(q1),
    q3: showTime(q3),
    spread: showTime((q3 - q1) / 2),
    each: () => samples.map(showTime),
    device: told,
  };
  return (
    <p>
      <Trans
        i18nKey="decode.launches"
        values={{ time: showTime(median), device: told }}
        components={{ time: <Measured samples={summary} />, device: <Name /> }}
      />
    </p>
  );
}
