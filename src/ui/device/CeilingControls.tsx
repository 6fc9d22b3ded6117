// Measures what the device does at most, and stops that: one button in one place, and where it stands.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { ceilingStore, type CeilingState } from '../../state/ceilings';
import { failureText } from '../failureText';
import { exact } from '../quantity';
import { useDeviceRunners } from './deviceRunners';
import { useControls } from '../useControls';
import { SectionAction } from './SectionAction';
import { useNoGpu } from './useNoGpu';

export function CeilingControls() {
  const { t } = useTranslation();
  const { t: d } = useTranslation('device');
  const { ceilings } = useDeviceRunners();
  const unit = useControls((c) => c.byteUnit);
  const state = useStore(ceilingStore);
  const { status, fraction, measured, failure } = state;
  const noGpu = useNoGpu('noGpu');
  const going = status === 'measuring';
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
    <SectionAction
      note={d('ceilings.note')}
      status={status}
      going={going}
      hindrance={noGpu}
      label={going ? d('ceilings.stop') : start}
      said={said[status]}
      onPress={() => void (going ? ceilings.stop() : ceilings.measure())}
    />
  );
}
