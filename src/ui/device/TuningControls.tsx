// Tunes the kernels for what Run would measure now, and stops that; and what is tried at the moment.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { variantById } from '../../attention/variants';
import { requestOf } from '../../state/decode';
import { tuningRunStore, type TuningRun } from '../../state/tuningRunner';
import { failureText } from '../failureText';
import { exact } from '../quantity';
import { useDeviceRunners } from './deviceRunners';
import { useControls } from '../useControls';
import { SectionAction } from './SectionAction';
import { choiceText } from './tuningSection';
import { useNoGpu } from './useNoGpu';

export function TuningControls() {
  const { t } = useTranslation();
  const { t: d } = useTranslation('device');
  const { tuner } = useDeviceRunners();
  const unit = useControls((c) => c.byteUnit);
  const canRun = useControls((c) => requestOf(c, 'gpu') !== null);
  const { status, progress, found, failure } = useStore(tuningRunStore);
  const noGpu = useNoGpu('noGpuTuning');
  const going = status === 'tuning';
  const failed = failure ? d('tuning.failed', { reason: failureText(t, failure, unit) }) : '';
  const said: Record<TuningRun['status'], string> = {
    idle: '',
    tuning: progress
      ? d('tuning.working', {
          variant: variantById(progress.variantId).name,
          percent: exact(Math.round(progress.fraction * 100)),
          choice: choiceText(d, progress.choice),
        })
      : t('run.stages.start'),
    stopping: d('ceilings.stopping'),
    finished: `${d('tuning.finished', { count: found })} ${failed}`,
    stopped: d('tuning.stopped'),
    failed,
  };
  return (
    <SectionAction
      note={d('tuning.note')}
      status={status}
      going={going}
      hindrance={noGpu ?? (canRun ? null : t('why.nothingToRun'))}
      label={d(going ? 'tuning.stop' : 'tuning.start')}
      said={said[status]}
      onPress={() => void (going ? tuner.stop() : tuner.start())}
    />
  );
}
