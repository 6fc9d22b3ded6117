// Derived: what each of several devices keeps of a token, heads shared out or sequences (chart C10).

import { deviceShare, type DeviceShare } from '../price/deviceShare';
import { deviceCounts } from '../price/parallel';
import type { Controls } from './controls';
import { entriesOf, type Entry } from './entries';
import { remember } from './remember';

export interface CardsPoint {
  readonly devices: number;
  /** Tensor parallelism; null where the heads cannot be shared out evenly to so many. */
  readonly heads: DeviceShare | null;
  /** Data-parallel attention. */
  readonly sequences: DeviceShare;
}

export interface CardsLine {
  readonly entry: Entry;
  /** One for each of `Cards.counts`. */
  readonly points: readonly CardsPoint[];
}

/** Two entries at a number of devices: what the finding is about. */
export interface CardsFinding {
  readonly devices: number;
  /** Keeps least: on one device where `turned`, on `devices` otherwise. */
  readonly a: CardsLine;
  /** Keeps most there; the same as `a` where there is no other. */
  readonly b: CardsLine;
  /** Whether `a` keeps less than `b` on one device and more on each of several. */
  readonly turned: boolean;
}

export interface Cards {
  /** Ascending, the first is 1: powers of two, and what some entry's heads divide among. */
  readonly counts: readonly number[];
  /** The number of devices chosen, where it is more than one and in the chart. */
  readonly chosen: number | null;
  /** Entries with possible sizes only. */
  readonly lines: readonly CardsLine[];
  readonly finding: CardsFinding | null;
}

/** As many as stand in two machines of eight. */
const mostDevices = 16;
const usualCounts: readonly number[] = [1, 2, 4, 8, 16];
/** One machine's, where none are chosen. */
const usualDevices = 8;

export const pointAt = ({ points }: CardsLine, devices: number): CardsPoint | undefined =>
  points.find((point) => point.devices === devices);

/** Elements that one device keeps where heads are shared out; null where they cannot be. */
export const elementsAt = (line: CardsLine, devices: number): number | null =>
  pointAt(line, devices)?.heads?.elements ?? null;

/** The pair whose order turns most clearly between one device and several, or the least and the most on each of them. */
function findingAt(lines: readonly CardsLine[], devices: number): CardsFinding | null {
  const known = lines.flatMap((line) => {
    const [one, each] = [elementsAt(line, 1), elementsAt(line, devices)];
    return one === null || each === null ? [] : [{ line, one, each }];
  });
  const pairs = known.flatMap((a) =>
    known
      .filter((b) => a.one < b.one && a.each > b.each)
      .map((b) => ({ a, b, turn: (b.one / a.one) * (a.each / b.each) })),
  );
  const [pair] = pairs.toSorted((x, y) => y.turn - x.turn);
  if (pair) return { devices, a: pair.a.line, b: pair.b.line, turned: true };
  const sorted = known.toSorted((x, y) => x.each - y.each);
  const [least, most] = [sorted[0], sorted.at(-1)];
  return least && most ? { devices, a: least.line, b: most.line, turned: false } : null;
}

/** The devices chosen, or up to eight of them: as many as most entries can be shared out to. */
function comparedAt(lines: readonly CardsLine[], counts: readonly number[], chosen: number | null) {
  const able = (devices: number) =>
    lines.filter((line) => elementsAt(line, devices) !== null).length;
  if (chosen !== null && able(chosen) > 0) return chosen;
  return counts
    .filter((devices) => devices <= usualDevices)
    .reduce((best, devices) => (able(devices) >= able(best) && devices > 1 ? devices : best), 1);
}

const derive = remember((entries: readonly Entry[], devices: number): Cards => {
  const possible = entries.flatMap((entry) => {
    const { plan } = entry;
    return plan ? [{ entry, plan, able: deviceCounts(plan) }] : [];
  });
  const chosen = devices > 1 && devices <= mostDevices ? devices : null;
  const counts = [
    ...new Set([...usualCounts, chosen ?? 1, ...possible.flatMap(({ able }) => able)]),
  ]
    .filter((count) => count <= mostDevices)
    .toSorted((a, b) => a - b);
  const lines = possible.map(({ entry, plan, able }): CardsLine => {
    const share = (count: number, attention: 'tensor' | 'data') =>
      deviceShare(plan, entry.format, { devices: count, attention });
    return {
      entry,
      points: counts.map((count) => ({
        devices: count,
        heads: able.includes(count) ? share(count, 'tensor') : null,
        sequences: share(count, 'data'),
      })),
    };
  });
  return { counts, chosen, lines, finding: findingAt(lines, comparedAt(lines, counts, chosen)) };
});

/** The same object as long as nothing that it says changes. */
export const cardsOf = (c: Controls): Cards => derive(entriesOf(c), c.devices);
