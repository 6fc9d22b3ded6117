// Numbers as a reader sees them: bytes, times, counts and ratios, with their units.

import type { ByteUnit } from '../state/controls';

/** A figure apart from its unit, so that figures align in a column. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

const exactFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** Every digit, in groups of three; both languages write numbers so. */
export const exact = (value: number): string => exactFormat.format(value);

/** Three significant digits, and never an exponent between 0.001 and 1e6. */
function short(value: number): string {
  if (value === 0) return '0';
  const digits = Math.floor(Math.log10(Math.abs(value)));
  return value.toLocaleString('en-US', {
    minimumFractionDigits: Math.max(0, 2 - digits),
    maximumFractionDigits: Math.max(0, 2 - digits),
  });
}

const byteScales: Record<ByteUnit, { readonly base: number; readonly units: readonly string[] }> = {
  decimal: { base: 1000, units: ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] },
  binary: { base: 1024, units: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] },
};

/** The largest unit that leaves a value of at least 1. */
export function bytesIn(bytes: number, unit: ByteUnit): Quantity {
  const { base, units } = byteScales[unit];
  let power = 0;
  while (power + 1 < units.length && bytes >= base ** (power + 1)) power++;
  const value = bytes / base ** power;
  return { value: power === 0 ? exact(value) : short(value), unit: units[power] ?? 'B' };
}

export const showBytes = (bytes: number, unit: ByteUnit): string => {
  const { value, unit: name } = bytesIn(bytes, unit);
  return `${value} ${name}`;
};

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

/** A count to three digits, for labels where every digit is in the table: 6,010; 366K; 1.2M. */
export function roughTokens(tokens: number): string {
  if (tokens < 10000) return exact(tokens);
  if (tokens < 1e6) return `${short(tokens / 1e3)}k`;
  return tokens < 1e9 ? `${short(tokens / 1e6)}M` : `${short(tokens / 1e9)}G`;
}

/** 56.9, 2.25, 1.00: a ratio to three digits. */
export const showRatio = (ratio: number): string => short(ratio);

/** 3.1e-7: an error or its bound. */
export const showError = (error: number): string => (error === 0 ? '0' : error.toExponential(1));

/** A part of a whole in per cent: 8.9 %, 508 %. */
export const showShare = (share: number): string => `${short(share * 100)} %`;
