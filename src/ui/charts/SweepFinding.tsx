// What a sweep measured, in one sentence: the fastest and the slowest entry at the largest size that most were measured at.

import { Trans, useTranslation } from 'react-i18next';
import type { DeviceReport } from '../../engine/protocol';
import type { SweepKind } from '../../state/sweep';
import { fairest, type SweepPoint } from '../../state/sweepResults';
import { deviceName } from '../deviceName';
import { entryName } from '../entryText';
import { Chosen, Measured } from '../figure/Figure';
import { showSweepValue, sweepSamples } from './sweepText';

/** How it is worded: with one entry or several, and, of batches, with one sequence to compare with or not. */
function wording(kind: SweepKind, severalEntries: boolean, hasAlone: boolean) {
  if (kind === 'batch' && !hasAlone) {
    return severalEntries ? 'batch.findingAlone' : 'batch.findingAloneOne';
  }
  return severalEntries ? (`${kind}.finding` as const) : (`${kind}.findingOne` as const);
}

export function SweepFinding({
  kind,
  points,
  device,
}: {
  kind: SweepKind;
  points: readonly SweepPoint[];
  device: DeviceReport;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('sweep');
  const inOrder = fairest(points);
  const [fast] = inOrder;
  const slow = inOrder.at(-1);
  if (!fast || !slow) return null;
  const told = deviceName(t, device);
  const alone = points.find(
    ({ entry, size }) => entry.key === fast.entry.key && size === 1 && fast.size > 1,
  );
  const show = ({ value }: SweepPoint) => showSweepValue(s, kind, value);
  const figure = (each: SweepPoint) => <Measured samples={sweepSamples(s, kind, each, told)} />;
  return (
    <>
      {device.runsOn === 'cpu' && <span className="tag cpu">{t('device.cpu')}</span>}
      {device.software && <span className="tag cpu">{t('device.softwareGpu')}</span>}{' '}
      <Trans
        t={s}
        i18nKey={wording(kind, slow !== fast, alone !== undefined)}
        values={{
          sizes: s(`${kind}.sizes`, { count: fast.size }),
          fast: entryName(t, fast.entry),
          fastValue: show(fast),
          slow: entryName(t, slow.entry),
          slowValue: show(slow),
          oneValue: alone ? show(alone) : '',
        }}
        components={{
          at: <Chosen />,
          fast: figure(fast),
          slow: figure(slow),
          one: figure(alone ?? fast),
        }}
      />
    </>
  );
}
