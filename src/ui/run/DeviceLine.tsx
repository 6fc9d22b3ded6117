// Where Run runs: the adapter as the browser names it, how time is taken, or in words why there is no GPU.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { deviceStore, type DeviceState } from '../../state/device';
import { deviceName } from '../deviceName';
import { showBytes } from '../quantity';
import { useControls } from '../useControls';

function Words({ device }: { device: DeviceState }) {
  const { t } = useTranslation();
  const unit = useControls((c) => c.byteUnit);
  if (device.status === 'asking') return t('device.asking');
  if (device.status === 'failed') return t('device.noEngine', { message: device.message });
  const { report } = device;
  if (report.runsOn === 'cpu') {
    return (
      <>
        <span className="tag cpu">{t('device.cpu')}</span>{' '}
        {t(`device.reasons.${report.reason ?? 'unsupported'}`)}
        {report.detail && (
          <span className="detail">{t('device.detail', { detail: report.detail })}</span>
        )}
      </>
    );
  }
  return (
    <>
      <span className="tag own">{t(report.software ? 'device.softwareGpu' : 'device.gpu')}</span>{' '}
      {deviceName(t, report)}
      {t('device.comma')}
      {report.software && (
        <b>
          {t('device.software')}
          {t('device.comma')}
        </b>
      )}
      {t(`device.timers.${report.timer}`)}
      {t('device.comma')}
      {t('device.buffer', { bytes: showBytes(report.maxBindingBytes, unit) })}
    </>
  );
}

export function DeviceLine() {
  const device = useStore(deviceStore, (s) => s.device);
  return (
    <p
      id="device-line"
      className={device.status === 'failed' ? 'device-line problem' : 'device-line'}
    >
      <Words device={device} />
    </p>
  );
}
