// The devices that a reader can compare with: those whose memory, bandwidth and f32 rate all have a source.

import type { DeviceFacts, FigureSource } from './device';
import { datacenterDevices } from './devices/datacenter';
import { discreteDevices } from './devices/discrete';
import { unifiedDevices } from './devices/unified';

/** A device with every figure that the roofline and the ceilings need. */
export interface Device extends DeviceFacts {
  readonly memoryBytes: number;
  readonly bandwidthBytesPerSecond: number;
  readonly f32FlopsPerSecond: number;
  readonly sources: {
    readonly memory: FigureSource;
    readonly bandwidth: FigureSource;
    readonly f32Flops: FigureSource;
  };
}

const isWhole = (device: DeviceFacts): device is Device =>
  device.memoryBytes !== null &&
  device.bandwidthBytesPerSecond !== null &&
  device.f32FlopsPerSecond !== null;

/** All that were looked for; what was not found of them is null. */
export const knownDevices: readonly DeviceFacts[] = [
  ...discreteDevices,
  ...unifiedDevices,
  ...datacenterDevices,
];

/** Those to choose from. */
export const devices: readonly Device[] = knownDevices.filter(isWhole);

export function deviceById(id: string): Device {
  const found = devices.find((item) => item.id === id);
  if (!found) throw new Error(`no device "${id}": choose ${devices.map((d) => d.id).join(', ')}`);
  return found;
}
