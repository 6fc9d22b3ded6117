// Numbers as a reader sees them: bytes, times, counts and ratios, with their units.

import type { ByteUnit } from '../state/controls';

/** A figure apart from its unit, so that figures align in a column. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

const exactFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** Every digit, in groups of three; both languages write numbers so. A number is shown as the very one it is. */
export const exact = (value: number | bigint): string =>
  exactFormat.format(
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? BigInt(value)
      : value,
  );

/** By the digits after the point: making one takes as long as dozens of uses. */
const shortFormats: Intl.NumberFormat[] = [];

/** Three significant digits, and never an exponent between 0.001 and 1e6. */
function short(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const format = (shortFormats[digits] ??= new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }));
  return format.format(value);
}

const byteScales: Record<ByteUnit, { readonly base: number; readonly units: readonly string[] }> = {
  decimal: { base: 1000, units: ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] },
  binary: { base: 1024, units: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] },
};

/** The largest unit that leaves a value of at least 1. */
export function bytesIn(count: number | bigint, unit: ByteUnit): Quantity {
  const { base, units } = byteScales[unit];
  const bytes = Number(count);
  let power = 0;
  while (power + 1 < units.length && bytes >= base ** (power + 1)) power++;
  const value = bytes / base ** power;
  return { value: power === 0 ? exact(value) : short(value), unit: units[power] ?? 'B' };
}

export const showBytes = (bytes: number | bigint, unit: ByteUnit): string => {
  const { value, unit: name } = bytesIn(bytes, unit);
  return `${value} ${name}`;
};

/** A device's memory, also in the unit that it is sold in: 25.8 GB (24 GiB). */
export function showMemory(bytes: number, unit: ByteUnit): string {
  const gibibytes = bytes / 2 ** 30;
  const shown = showBytes(bytes, unit);
  return unit === 'decimal' && Number.isInteger(gibibytes) ? `${shown} (${gibibytes} GiB)` : shown;
}

const timeUnits = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
] as const;

export function timeIn(ns: number): Quantity {
  const [unit, size] = timeUnits.find(([, least]) => ns >= least) ?? timeUnits[3];
  return { value: short(ns / size), unit };
}

export const showTime = (ns: number): string => {
  const { value, unit } = timeIn(ns);
  return `${value} ${unit}`;
};

/** A context as people say it: 512, 4K (4096), 1M (2^20). */
export function showTokens(tokens: number): string {
  if (tokens >= 2 ** 20 && tokens % 2 ** 20 === 0) return `${tokens / 2 ** 20}M`;
  if (tokens >= 1024 && tokens % 1024 === 0) return `${tokens / 1024}K`;
  return exact(tokens);
}

/** 56.9, 2.25, 16: a ratio to three digits, or all of it where it has no more. */
export function showRatio(ratio: number): string {
  const text = short(ratio);
  return isShort(ratio) ? text.replace(/\.?0+$/, (end) => (text.includes('.') ? '' : end)) : text;
}

/** Whether `showRatio` rounds nothing away. */
export const isShort = (ratio: number): boolean =>
  Number(short(ratio).replaceAll(',', '')) === ratio;

/** A rate in units of 10^9 or 10^12 a second, as devices are sold: 1.01 TB/s, 82.6 TFLOP/s. */
export const showRate = (perSecond: number, unit: 'B/s' | 'FLOP/s'): string =>
  perSecond >= 1e12 ? `${short(perSecond / 1e12)} T${unit}` : `${short(perSecond / 1e9)} G${unit}`;

/** Tokens in a second, to three digits: 310, 0.213, 12,345. */
export const showTokenRate = (perSecond: number): string => short(perSecond);

const flopUnits = ['FLOP', 'kFLOP', 'MFLOP', 'GFLOP', 'TFLOP', 'PFLOP', 'EFLOP'] as const;

/** A count of flops: 9.16 GFLOP. */
export function showFlops(flops: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(flops, 1)) / 3), flopUnits.length - 1);
  const value = flops / 1000 ** power;
  return `${power === 0 ? exact(value) : short(value)} ${flopUnits[power]}`;
}

/** 3.1e-7: an error or its bound. */
export const showError = (error: number): string => (error === 0 ? '0' : error.toExponential(1));

/** A part of a whole: 8.94 %, 508 %, and what nobody reads as a percentage: < 0.001 %, 1,234×, > 1,000,000×. */
export function showShare(share: number): string {
  if (share < 1e-5) return '< 0.001 %';
  if (share > 1e6) return '> 1,000,000×';
  return share < 100 ? `${short(share * 100)} %` : `${short(share)}×`;
}
