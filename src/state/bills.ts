// Derived: each variant's bill for its cache, or what makes it impossible.

import type { DimName, Dims } from '../attention/dims';
import { nativeVariant } from '../attention/variants';
import type { Plan } from '../attention/plan';
import type { Variant } from '../attention/variant';
import { cacheBytes, cachePerToken, type TokenBytes } from '../price/cache';
import { timesLess, type Ratio } from '../price/ratio';
import { receipt, type Receipt } from '../price/receipt';
import { baselineOf, modelOf, shapeOf, shownVariants, type Controls } from './controls';
import { remember } from './remember';
import { layerGroups, servingProblems } from './serving';
import type { FieldProblem } from './scales';

export interface Charges {
  readonly receipt: Receipt;
  /** Of one token in one layer. */
  readonly token: TokenBytes;
  /** What padding rows as they are allocated adds to the whole cache. */
  readonly paddingBytes: bigint;
  /** How many times less than the baseline; null where the baseline has no bill. */
  readonly timesLess: Ratio | null;
}

export interface Bill {
  readonly variant: Variant;
  readonly mode: string;
  /** `own`: what the model was published with; `ownChanged`: that, with dimensions changed here. */
  readonly origin: 'own' | 'ownChanged' | 'proposal';
  /** Why there are no charges; empty where there are. */
  readonly problems: readonly FieldProblem[];
  readonly charges: Charges | null;
}

/** The plan whose cache a variant keeps in a mode; only for sizes without problems. */
export const decodePlan = (variant: Variant, dims: Dims, mode: string): Plan =>
  variant.plan(dims, { phase: 'decode', mode });

export const modeOf = (modes: Controls['modes'], variantId: string): string =>
  modes[variantId] ?? '';

type Shown = Pick<Controls, 'modelId' | 'imported'>;

const changed = (dims: Dims, shown: Shown, fields: readonly DimName[]): boolean => {
  const own = shapeOf(shown).dims;
  return fields.some((field) => dims[field] !== own[field]);
};

function originOf(variant: Variant, dims: Dims, shown: Shown) {
  if (nativeVariant(modelOf(shown).dims).id !== variant.id) return 'proposal';
  return changed(dims, shown, variant.fields) ? 'ownChanged' : 'own';
}

/** Whether anything that the model fixes is not as the model has it. */
export function isChanged(controls: Controls): boolean {
  const { dims, layers, windowLayers, window } = controls;
  const shape = shapeOf(controls);
  const names = Object.keys(shape.dims).filter((name): name is DimName => name in dims);
  return (
    layers !== shape.layers ||
    windowLayers !== shape.windowLayers ||
    (windowLayers > 0 && window !== shape.window) ||
    changed(dims, controls, names)
  );
}

const derive = remember(
  (
    modelId: string,
    imported: Controls['imported'],
    shown: Controls['shown'],
    dims: Dims,
    modes: Controls['modes'],
    format: Controls['format'],
    layers: number,
    windowLayers: number,
    window: number,
    context: number,
    batch: number,
    baseline: string,
  ): readonly Bill[] => {
    const serving = servingProblems({ context, batch, layers, windowLayers, window });
    const groups = layerGroups({ layers, windowLayers, window });
    const size = { groups, tokens: context, batch, format };
    const bills = shownVariants(shown).map((variant): Bill => {
      const mode = modeOf(modes, variant.id);
      const problems = [...variant.problems(dims), ...serving];
      const origin = originOf(variant, dims, { modelId, imported });
      if (problems.length > 0) return { variant, mode, origin, problems, charges: null };
      const plan = decodePlan(variant, dims, mode);
      const token = cachePerToken(plan, format);
      const { bytes, paddedBytes } = cacheBytes(plan, size);
      const charges: Charges = {
        receipt: receipt(plan, size),
        token,
        paddingBytes: paddedBytes - bytes,
        timesLess: null,
      };
      return { variant, mode, origin, problems, charges };
    });
    const named = ({ variant, charges }: Bill) =>
      charges && { id: variant.id, value: charges.receipt.tokenLayerBytes };
    const base = bills.flatMap((bill) =>
      bill.variant.id === baseline ? (named(bill) ?? []) : [],
    )[0];
    return bills.map((bill) => {
      const part = named(bill);
      if (!bill.charges || !part || !base) return bill;
      return { ...bill, charges: { ...bill.charges, timesLess: timesLess(part, base) } };
    });
  },
);

/** The bills of the variants shown, in the order of the table of variants. */
export const billsOf = (c: Controls) =>
  derive(
    c.modelId,
    c.imported,
    c.shown,
    c.dims,
    c.modes,
    c.format,
    c.layers,
    c.windowLayers,
    c.window,
    c.context,
    c.batch,
    baselineOf(c),
  );

/** How many query heads share a cached row; the whole of them where there are no charges to tell. */
export function groupSizeOf({ charges }: Bill, { queryHeads }: Dims): number {
  const heads = charges?.receipt.lines[0]?.factors.find(
    ({ symbol }) => symbol === 'kvHeads' || symbol === 'latentHeads',
  );
  return heads ? queryHeads / heads.value : queryHeads;
}

/** Every problem once, to stand beside its field. */
export function problemsOf(bills: readonly Bill[]): readonly FieldProblem[] {
  const seen = new Set<string>();
  return bills
    .flatMap(({ problems }) => problems)
    .filter(({ field, code }) => {
      const key = `${field} ${code}`;
      return seen.has(key) ? false : seen.add(key);
    });
}

/** The fewest elements in one square, a power of two, with which the largest cache row fits `squares` squares. */
export function elementsPerSquare(bills: readonly Bill[], squares: number): number {
  const largest = Math.max(1, ...bills.map(({ charges }) => charges?.token.elements ?? 0));
  return 2 ** Math.max(0, Math.ceil(Math.log2(largest / squares)));
}

/** The bill of the model's own variant, or of the last proposal where that one is not shown. */
export const ownBill = (bills: readonly Bill[]): Bill | undefined =>
  bills.find(({ origin }) => origin !== 'proposal') ?? bills.at(-1);
