// Derived: this device's own roof, from its measured ceilings, and where the last run's points stand under it (chart C5).

import type { DeviceReport, MeasuredPoint } from '../engine/protocol';
import { flopsPerByte, kneeFlopsPerByte, type Ceilings } from '../price/roofline';
import { mediansOf, type OwnCeilings } from './ceilings';

export interface OwnRoof {
  readonly device: DeviceReport;
  /** The medians. */
  readonly ceilings: Ceilings;
  readonly ridgeFlopsPerByte: number;
}

/** A measured point as a rate: its flops over its time, between the quartiles. */
export interface OwnMark {
  readonly point: MeasuredPoint;
  readonly flopsPerByte: number;
  readonly flopsPerSecond: number;
  /** At the third and the first quartile of the time. */
  readonly low: number;
  readonly high: number;
}

export function ownRoofOf(own: OwnCeilings): OwnRoof {
  const ceilings = mediansOf(own);
  return { device: own.device, ceilings, ridgeFlopsPerByte: kneeFlopsPerByte(ceilings) };
}

export const ownMarksOf = (points: readonly MeasuredPoint[]): readonly OwnMark[] =>
  points.map((point) => {
    const { compulsoryBytes: bytes, flops, medianNs, q1Ns, q3Ns } = point;
    const rate = (ns: number) => (flops / ns) * 1e9;
    return {
      point,
      flopsPerByte: flopsPerByte({ bytes, flops }),
      flopsPerSecond: rate(medianNs),
      low: rate(q3Ns),
      high: rate(q1Ns),
    };
  });
