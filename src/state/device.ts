// Store: what the machine offers, as the worker reported it.

import { createStore } from 'zustand/vanilla';
import type { DeviceReport } from '../engine/protocol';

export type DeviceState =
  | { readonly status: 'asking' }
  | { readonly status: 'known'; readonly report: DeviceReport }
  /** The worker itself did not start. */
  | { readonly status: 'failed'; readonly message: string };

export const deviceStore = createStore<{ readonly device: DeviceState }>(() => ({
  device: { status: 'asking' },
}));

/** From now on the device is this one. */
export const showDevice = (report: DeviceReport): void =>
  deviceStore.setState({ device: { status: 'known', report } });
