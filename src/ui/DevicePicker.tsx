// Which published device's memory and speed the computed lines are for, with the figures quoted and their sources.

import { Trans, useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { addFigureWords } from '../i18n/figureWords';
import type { Device } from '../facts/devices';
import type { ByteUnit } from '../state/controls';
import { boundDevice } from '../state/deployment';
import { DeviceSelect } from './DeviceSelect';
import { SourceText } from './figure/SourceText';
import { showMemory, showRate } from './quantity';
import { useControls } from './useControls';

addFigureWords();

type Figure = keyof Device['sources'] | 'matrixFlops';

/** Null where no source states the figure; it is then left out. */
const sourceOf = (device: Device, figure: Figure) =>
  figure === 'matrixFlops' ? device.rateSources.matrixFlops : device.sources[figure];

function figureText(t: TFunction, figure: Figure, device: Device, unit: ByteUnit): string {
  switch (figure) {
    case 'bandwidth':
      return showRate(device.bandwidthBytesPerSecond, 'B/s');
    case 'f32Flops':
      return t('device.f32', { rate: showRate(device.f32FlopsPerSecond, 'FLOP/s') });
    case 'matrixFlops':
      return t('device.matrix', { rate: showRate(device.matrixFlopsPerSecond ?? 0, 'FLOP/s') });
    case 'memory': {
      const memory = showMemory(device.memoryBytes, unit);
      return device.largestConfiguration ? t('device.largest', { memory }) : memory;
    }
  }
}

export function DevicePicker({ label, figures }: { label: string; figures: readonly Figure[] }) {
  const { t } = useTranslation();
  const unit = useControls((c) => c.byteUnit);
  const device = useControls(boundDevice);
  const stated = figures.flatMap((figure) => {
    const source = sourceOf(device, figure);
    return source ? [{ figure, ...source }] : [];
  });
  return (
    <div className="device-picker">
      <DeviceSelect label={label} />
      <details className="quoted pop" data-kind="quoted">
        <summary>
          <em>
            {stated.map(({ figure }) => figureText(t, figure, device, unit)).join(t('listComma'))}
          </em>
        </summary>
        <ul>
          {stated.map(({ figure, status, source }) => {
            const name = t(`device.figures.${figure}`);
            return (
              <li key={figure}>
                <Trans
                  i18nKey={`device.source.${status}`}
                  values={{ figure: name }}
                  components={{ source: <SourceText source={source} /> }}
                />
              </li>
            );
          })}
        </ul>
      </details>
    </div>
  );
}
