// A device in memory for tests of its life: it can be opened, lost and destroyed, and computes nothing.

import type { Gpu } from '../gpu/device';

export interface FakeGpu {
  readonly gpu: Gpu;
  readonly destroyed: () => boolean;
  /** As when its driver restarts. */
  lose(): void;
}

/**
 * @param architecture as a browser would tell it
 * @param queries gives a query set, or throws; without, the device grants no timestamps
 */
export function fakeGpu(architecture = 'paper', queries?: () => GPUQuerySet): FakeGpu {
  let destroyed = false;
  let lost = false;
  let tell: (message: string) => void = () => {};
  const whenLost = new Promise<string>((resolve) => (tell = resolve));
  const end = (message: string) => {
    lost = true;
    tell(message);
  };
  const device: Partial<Record<keyof GPUDevice, unknown>> = {
    features: new Set(),
    limits: { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 },
    createQuerySet: queries,
    destroy() {
      destroyed = true;
      end('destroyed');
    },
  };
  const gpu: Gpu = {
    device: device as unknown as GPUDevice,
    info: { vendor: 'test', architecture, description: '', software: true },
    canTimestamp: queries !== undefined,
    get lost() {
      return lost;
    },
    whenLost,
  };
  return { gpu, destroyed: () => destroyed, lose: () => end('the driver restarted') };
}
