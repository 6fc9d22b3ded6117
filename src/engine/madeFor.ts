// Whether work that was asked for with one device in mind goes on where another is found.

import { reportOf, type NoDevice, type OpenDevice } from './deviceSession';
import type { DeviceReport, RunEvent, RunOutcome } from './protocol';

export type DeviceChanged = Extract<RunEvent, { type: 'deviceChanged' }>;

const sameDevice = (a: DeviceReport, b: DeviceReport): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const notOpenedAgain = ({ detail }: NoDevice): RunOutcome => ({
  ended: 'failed',
  failure: { code: 'deviceLost', message: `it could not be opened again (${detail})` },
});

/** Tells of another device than the work was made for; how it ends, where that was a GPU and there is none. */
export function refused(
  device: OpenDevice | NoDevice,
  madeFor: DeviceReport | undefined,
  emit: (event: DeviceChanged) => void,
): RunOutcome | null {
  const report = reportOf(device);
  if (madeFor && !sameDevice(report, madeFor)) emit({ type: 'deviceChanged', device: report });
  return !('gpu' in device) && madeFor?.runsOn === 'gpu' ? notOpenedAgain(device) : null;
}
