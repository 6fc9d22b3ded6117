// A device's name as the page prints it beside what was measured.

import type { TFunction } from 'i18next';
import type { DeviceReport } from '../engine/protocol';

/** What the browser tells of the adapter; the CPU reference has a name of its own. */
export function deviceName(t: TFunction, report: DeviceReport): string {
  if (report.runsOn === 'cpu') return t('device.cpuName');
  const { description, vendor, architecture } = report;
  const told = description || [vendor, architecture].filter((part) => part !== '').join(' ');
  return told === '' ? t('device.unnamed') : told;
}
