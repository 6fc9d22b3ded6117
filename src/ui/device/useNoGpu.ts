// Why what needs a GPU cannot be done, in words; null where there is one.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { deviceStore } from '../../state/device';

export function useNoGpu(what: 'noGpu' | 'noGpuTuning'): string | null {
  const { t } = useTranslation();
  const { t: d } = useTranslation('device');
  const device = useStore(deviceStore, (s) => s.device);
  if (device.status === 'asking') return t('why.asking');
  if (device.status === 'failed') return t('why.noEngine');
  return device.report.runsOn === 'gpu' ? null : d(`why.${what}`);
}
