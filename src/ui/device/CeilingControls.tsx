// Measures what the device does at most, and stops that: one button in one place, and where it stands.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { ceilingStore, type CeilingState } from '../../state/ceilings';
import { failureText } from '../failureText';
import { exact } from '../quantity';
import { useDeviceRunners } from './deviceRunners';
import { useBusy } from '../useBusy';
import { useControls } from '../useControls';
import { Why } from '../Why';
import { useNoGpu } from './useNoGpu';

export function CeilingControls() {
  const { t } = useTranslation();
  const { t: d } = useTranslation('device');
  const { ceilings } = useDeviceRunners();
  const unit = useControls((c) => c.byteUnit);
  const state = useStore(ceilingStore);
  const { status, fraction, measured, failure } = state;
  const noGpu = useNoGpu('noGpu');
  const busy = useBusy();
  const going = status === 'measuring';
  const reason = () => {
    if (status === 'stopping') return t('why.stopping');
    if (going) return null;
    return noGpu ?? (busy ? d(`why.${busy}`) : null);
  };
  const said: Record<CeilingState['status'], string> = {
    idle: '',
    measuring: d('ceilings.measuring', { percent: exact(Math.round(fraction * 100)) }),
    stopping: d('ceilings.stopping'),
    finished: d('ceilings.finished'),
    stopped: d('ceilings.stopped'),
    failed: d('ceilings.failed', { reason: failure ? failureText(t, failure, unit) : '' }),
  };
  const start = d(measured ? 'ceilings.again' : 'ceilings.measure');
  return (
    <>
      <p className="section-note" data-kind="name">
        {d('ceilings.note')}
      </p>
      <div className="section-actions">
        <Why reason={reason()}>
          {(explained) => (
            <button
              type="button"
              className="button"
              {...explained}
              onClick={() => void (going ? ceilings.stop() : ceilings.measure())}
            >
              {going ? d('ceilings.stop') : start}
            </button>
          )}
        </Why>
        <span
          role="status"
          className={status === 'failed' ? 'problem' : undefined}
          data-status={status}
          data-kind="measured"
        >
          {said[status]}
        </span>
      </div>
    </>
  );
}
