// The published device that everything computed is for, chosen by its name and memory.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { addFigureWords } from '../i18n/figureWords';
import { devices } from '../facts/devices';
import { boundDevice } from '../state/deployment';
import { showMemory } from './quantity';
import { setControls, useControls } from './useControls';

addFigureWords();

export function DeviceSelect({ label }: { label: string }) {
  const { t } = useTranslation();
  const id = useId();
  const unit = useControls((c) => c.byteUnit);
  const device = useControls(boundDevice);
  return (
    <span className="inline-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={device.id}
        onChange={(event) => setControls({ deviceId: event.currentTarget.value })}
      >
        {devices.map(({ id: deviceId, name, memoryBytes }) => (
          <option key={deviceId} value={deviceId}>
            {t('device.option', { device: name, memory: showMemory(memoryBytes, unit) })}
          </option>
        ))}
      </select>
    </span>
  );
}
