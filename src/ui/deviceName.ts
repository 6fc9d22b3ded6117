// A device's name as the page prints it beside what was measured, and as a file keeps it.

import type { TFunction } from 'i18next';
import type { DeviceReport } from '../engine/protocol';

/** What the browser tells of the adapter; browsers may tell nothing. */
const toldOf = ({ description, vendor, architecture }: DeviceReport): string =>
  description || [vendor, architecture].filter((part) => part !== '').join(' ');

/** What the browser tells of the adapter; the CPU has a name of its own. */
export function deviceName(t: TFunction, report: DeviceReport): string {
  if (report.runsOn === 'cpu') return t('device.cpuName', { count: report.threads ?? 1 });
  const told = toldOf(report);
  return told === '' ? t('device.unnamed') : told;
}

/** The same in English, for programs. */
export function adapterName(report: DeviceReport): string {
  if (report.runsOn === 'cpu') return `CPU (WebAssembly SIMD, threads: ${report.threads ?? 1})`;
  const told = toldOf(report) || 'unnamed';
  return report.software ? `${told} (software)` : told;
}
