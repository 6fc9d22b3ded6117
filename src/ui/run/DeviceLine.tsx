// Where Run runs: the adapter as the browser names it, how time is taken, or in words why there is no GPU.

import { Trans, useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { deviceStore, type DeviceState } from '../../state/device';
import { DeviceButton } from '../device/DeviceButton';
import { deviceName } from '../deviceName';
import { Name, Quoted } from '../figure/Figure';
import { showBytes } from '../quantity';
import { ResultsButton } from '../results/ResultsButton';
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
          <span className="detail" data-kind="quoted">
            {t('device.detail', { detail: report.detail })}
          </span>
        )}
      </>
    );
  }
  return (
    <>
      <span className="tag own">{t(report.software ? 'device.softwareGpu' : 'device.gpu')}</span>{' '}
      <Name>{deviceName(t, report)}</Name>
      {t('device.comma')}
      {report.software && (
        <b>
          {t('device.software')}
          {t('device.comma')}
        </b>
      )}
      {t(`device.timers.${report.timer}`)}
      {t('device.comma')}
      <Trans
        i18nKey="device.buffer"
        values={{ bytes: showBytes(report.maxBindingBytes, unit) }}
        components={{ told: <Quoted source={t('figure.reported')} /> }}
      />
    </>
  );
}

export function DeviceLine() {
  const device = useStore(deviceStore, (s) => s.device);
  return (
    <>
      <p
        id="device-line"
        className={device.status === 'failed' ? 'device-line problem' : 'device-line'}
      >
        <Words device={device} />
      </p>
      <div className="device-buttons">
        <DeviceButton />
        <ResultsButton />
      </div>
    </>
  );
}
