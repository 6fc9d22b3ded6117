// Derived: each entry's bill for its cache, or what makes it impossible.

import type { DimName } from '../attention/dims';
import { rowBytes } from '../attention/format';
import { cacheBytes, cachePerToken, type TokenBytes } from '../price/cache';
import { timesLess, type Ratio } from '../price/ratio';
import { receipt, type Receipt } from '../price/receipt';
import type { SquareUnit } from './chartSettings';
import { baselineOf, type Controls } from './controls';
import { dimsChanged, entriesOf, type Entry } from './entries';
import { shapeOf } from './modelShape';
import { remember } from './remember';
import { workloadProblems } from './serving';
import type { FieldProblem } from './scales';

export interface Charges {
  readonly receipt: Receipt;
  /** Of one token in one layer. */
  readonly token: TokenBytes;
  /** What padding rows as they are allocated adds to the whole cache. */
  readonly paddingBytes: bigint;
  /** How many times less than the baseline, the whole caches compared; null where the baseline has no bill. */
  readonly timesLess: Ratio | null;
}

export interface Bill extends Entry {
  /** Why there are no charges, of the entry or the workload; empty where there are. */
  readonly problems: readonly FieldProblem[];
  readonly charges: Charges | null;
}

/** What a model fixes beside its dimensions, and the window that means nothing without windowed layers. */
const counts = ['layers', 'windowLayers', 'parameters', 'activeParameters', 'weightBits'] as const;

/** Whether anything that the model fixes is not as the model has it. */
export function isChanged(controls: Controls): boolean {
  const own = shapeOf(controls);
  const names = Object.keys(own.dims).filter((name): name is DimName => name in controls.dims);
  return (
    counts.some((name) => controls[name] !== own[name]) ||
    (controls.windowLayers > 0 && controls.window !== own.window) ||
    dimsChanged(controls, names)
  );
}

function chargesOf(entry: Entry, context: number, batch: number): Charges | null {
  const { plan, groups, format } = entry;
  if (!plan) return null;
  const size = { groups, tokens: context, batch, format };
  const { bytes, paddedBytes } = cacheBytes(plan, size);
  return {
    receipt: receipt(plan, size),
    token: cachePerToken(plan, format),
    paddingBytes: paddedBytes - bytes,
    timesLess: null,
  };
}

const derive = remember(
  (
    entries: readonly Entry[],
    context: number,
    batch: number,
    baseline: string,
  ): readonly Bill[] => {
    const workload = workloadProblems({ context, batch });
    const bills = entries.map((entry): Bill => ({
      ...entry,
      problems: [...entry.problems, ...workload],
      charges: workload.length > 0 ? null : chargesOf(entry, context, batch),
    }));
    const named = ({ key, charges }: Bill) =>
      charges && { id: key, value: Number(charges.receipt.totalBytes) };
    const base = bills.flatMap((bill) => (bill.key === baseline ? (named(bill) ?? []) : []))[0];
    return bills.map((bill) => {
      const part = named(bill);
      if (!bill.charges || !part || !base) return bill;
      return { ...bill, charges: { ...bill.charges, timesLess: timesLess(part, base) } };
    });
  },
);

/** The bills of the entries, in their order. */
export const billsOf = (c: Controls): readonly Bill[] =>
  derive(entriesOf(c), c.context, c.batch, baselineOf(c));

/** How many query heads share a cached row; the whole of them where there are no charges to tell. */
export function groupSizeOf({ charges, shape: { dims } }: Bill): number {
  const heads = charges?.receipt.lines[0]?.factors.find(
    ({ symbol }) => symbol === 'kvHeads' || symbol === 'latentHeads',
  );
  return heads ? dims.queryHeads / heads.value : dims.queryHeads;
}

/** Every problem of what the controls set, once, to stand beside its field; pins have theirs on their own bills. */
export function problemsOf(bills: readonly Bill[]): readonly FieldProblem[] {
  const seen = new Set<string>();
  return bills
    .filter(({ pin }) => pin === null)
    .flatMap(({ problems }) => problems)
    .filter(({ field, code }) => {
      const key = `${field} ${code}`;
      return seen.has(key) ? false : seen.add(key);
    });
}

/** How many elements, or bytes, one square of the receipts stands for. */
export interface SquareScale {
  readonly unit: SquareUnit;
  readonly perSquare: number;
}

/**
 * The least scale, a power of two, with which the largest cache row fits `squares` squares. Bytes count as in f32, where
 * the format chosen takes no more: a narrower one then has fewer squares of the same bytes.
 */
export function squareScale(
  bills: readonly Bill[],
  squares: number,
  unit: SquareUnit,
): SquareScale {
  const rows = bills.flatMap(({ charges }) => charges?.token ?? []);
  const largest = Math.max(
    1,
    ...rows.map(({ elements, bytes }) =>
      unit === 'bytes' ? Math.max(bytes, rowBytes('f32', elements)) : elements,
    ),
  );
  return { unit, perSquare: 2 ** Math.max(0, Math.ceil(Math.log2(largest / squares))) };
}

/** The bill of the model's own variant, or of the last proposal where that one is not shown. */
export function ownBill(bills: readonly Bill[]): Bill | undefined {
  const live = bills.filter(({ pin }) => pin === null);
  return live.find(({ origin }) => origin !== 'proposal') ?? live.at(-1);
}
