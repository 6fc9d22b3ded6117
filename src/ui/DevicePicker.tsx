// Which published device's memory and speed the computed lines are for.

import { useId } from 'react';
import { devices } from '../facts/devices';
import { showBytes } from './quantity';
import { setControls, useControls } from './useControls';

export function DevicePicker({ label }: { label: string }) {
  const id = useId();
  const unit = useControls((c) => c.byteUnit);
  const deviceId = useControls((c) => c.deviceId);
  return (
    <span className="inline-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={deviceId}
        onChange={(event) => setControls({ deviceId: event.currentTarget.value })}
      >
        {devices.map((device) => (
          <option key={device.id} value={device.id}>
            {device.name}, {showBytes(device.memoryBytes, unit)}
          </option>
        ))}
      </select>
    </span>
  );
}
