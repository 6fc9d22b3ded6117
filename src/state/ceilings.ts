// Store: what was measured of the device's limits, with the device, from the moment that somebody asks for it.

import { createStore } from 'zustand/vanilla';
import type { DeviceReport, MeasuredCeilings, RunFailure } from '../engine/protocol';
import type { Ceilings } from '../price/roofline';

export interface OwnCeilings {
  readonly ceilings: MeasuredCeilings;
  /** What they were measured on. */
  readonly device: DeviceReport;
}

/** The medians. */
export const mediansOf = ({ ceilings }: OwnCeilings): Ceilings => ({
  bandwidthBytesPerSecond: ceilings.readBytesPerSecond.median,
  flopsPerSecond: ceilings.flopsPerSecond.median,
});

export interface CeilingState {
  readonly status: 'idle' | 'measuring' | 'stopping' | 'finished' | 'stopped' | 'failed';
  /** Between 0 and 1, while measuring. */
  readonly fraction: number;
  /** The last that were measured to the end. */
  readonly measured: OwnCeilings | null;
  readonly failure: RunFailure | null;
}

export const noCeilings: CeilingState = {
  status: 'idle',
  fraction: 0,
  measured: null,
  failure: null,
};

export const ceilingStore = createStore<CeilingState>(() => noCeilings);
