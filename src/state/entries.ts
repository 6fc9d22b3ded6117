// Derived: the columns of the ledger. The model's sizes under each variant shown, then the configurations put aside.
//
// An entry is everything that a bill or a chart needs of one of them but the workload: how many tokens and sequences is
// the same for all.

import type { DimName, Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import type { LayerGroup } from '../attention/layers';
import type { Plan } from '../attention/plan';
import type { Measure, Variant } from '../attention/variant';
import { nativeVariant, variantById } from '../attention/variants';
import { fitted, measured } from '../price/fair';
import { shownVariants, type Controls, type Fair } from './controls';
import { modelOf, shapeOf, type ModelShape } from './modelShape';
import { pinLetters, type Pin, type PinLetter, type Pins } from './pins';
import { remember } from './remember';
import type { FieldProblem } from './scales';
import { layerGroups, layerProblems } from './serving';

/** How a proposal's sizes were fitted to the model's own variant, for a fair comparison. */
export interface Fit {
  readonly measure: Measure;
  /** Of one layer: elements cached per token, or parameters; as fitted, and of the model's own variant. */
  readonly value: number;
  readonly target: number;
  /** What differs from the sizes chosen. */
  readonly changed: readonly DimName[];
}

export interface Entry {
  /** The variant's id, or the letter of a configuration put aside. */
  readonly key: string;
  readonly pin: PinLetter | null;
  readonly variant: Variant;
  readonly mode: string;
  readonly format: FormatId;
  /** As it is compared: fitted, where the comparison asks for it. */
  readonly shape: ModelShape;
  readonly groups: readonly LayerGroup[];
  /** `own`: what the model was published with; `ownChanged`: that, with dimensions changed here. */
  readonly origin: 'own' | 'ownChanged' | 'proposal';
  readonly fit: Fit | null;
  /** Why there is no plan; empty where there is. */
  readonly problems: readonly FieldProblem[];
  /** The plan whose cache it keeps. */
  readonly plan: Plan | null;
}

export const modeOf = (modes: Controls['modes'], variantId: string): string =>
  modes[variantId] ?? '';

/** Whether some of the dimensions are not as the model has them. */
export const dimsChanged = (shape: ModelShape, fields: readonly DimName[]): boolean => {
  const own = shapeOf(shape).dims;
  return fields.some((field) => shape.dims[field] !== own[field]);
};

const isNative = (variant: Variant, shape: ModelShape): boolean =>
  nativeVariant(modelOf(shape).dims).id === variant.id;

function entryOf(
  key: string,
  pin: PinLetter | null,
  { variantId, mode, format, ...shape }: Pin,
  fit: Fit | null = null,
): Entry {
  const variant = variantById(variantId);
  const problems = [...variant.problems(shape.dims), ...layerProblems(shape)];
  const changed = dimsChanged(shape, variant.fields);
  return {
    key,
    pin,
    variant,
    mode,
    format,
    shape,
    groups: layerGroups(shape),
    origin: isNative(variant, shape) ? (changed ? 'ownChanged' : 'own') : 'proposal',
    fit,
    problems,
    plan: problems.length > 0 ? null : variant.plan(shape.dims, { phase: 'decode', mode }),
  };
}

/** The fit of a proposal to the model's own variant; null where there is nothing to fit, or nothing to fit it to. */
function fitTo(
  native: Variant,
  variant: Variant,
  dims: Dims,
  modes: Controls['modes'],
  fair: Fair,
): { readonly dims: Dims; readonly fit: Fit } | null {
  if (fair === 'heads' || native.id === variant.id || native.problems(dims).length > 0) return null;
  const target = measured[fair](
    native.plan(dims, { phase: 'decode', mode: modeOf(modes, native.id) }),
  );
  const found = fitted(variant, {
    dims,
    mode: modeOf(modes, variant.id),
    measure: fair,
    target,
  });
  if (!found) return null;
  const changed = variant.fields.filter((field) => found.dims[field] !== dims[field]);
  return { dims: found.dims, fit: { measure: fair, value: found.value, target, changed } };
}

const liveEntries = remember(
  (
    modelId: string,
    imported: Controls['imported'],
    shown: Controls['shown'],
    dims: Dims,
    modes: Controls['modes'],
    format: FormatId,
    fair: Fair,
    layers: number,
    windowLayers: number,
    window: number,
    parameters: number,
    activeParameters: number,
    weightBits: Controls['weightBits'],
  ): readonly Entry[] => {
    const weights = { parameters, activeParameters, weightBits };
    const shape = { modelId, imported, dims, layers, windowLayers, window, ...weights };
    const native = nativeVariant(modelOf(shape).dims);
    return shownVariants(shown).map((variant) => {
      const fit = fitTo(native, variant, dims, modes, fair);
      const configuration = { variantId: variant.id, mode: modeOf(modes, variant.id), format };
      return entryOf(
        variant.id,
        null,
        { ...shape, ...(fit ? { dims: fit.dims } : {}), ...configuration },
        fit?.fit,
      );
    });
  },
);

const pinEntries = remember((pins: Pins): readonly Entry[] =>
  pinLetters.flatMap((letter) => {
    const pin = pins[letter];
    return pin ? [entryOf(letter, letter, pin)] : [];
  }),
);

const together = remember((live: readonly Entry[], put: readonly Entry[]): readonly Entry[] =>
  put.length === 0 ? live : [...live, ...put],
);

/** The variants shown in the order of their table, then the pins by their letters; the same list while nothing changes. */
export const entriesOf = (c: Controls): readonly Entry[] =>
  together(
    liveEntries(
      c.modelId,
      c.imported,
      c.shown,
      c.dims,
      c.modes,
      c.format,
      c.fair,
      c.layers,
      c.windowLayers,
      c.window,
      c.parameters,
      c.activeParameters,
      c.weightBits,
    ),
    pinEntries(c.pins),
  );

/** What pinning an entry puts aside: its sizes as they are compared now. */
export const pinOf = ({ shape, variant, mode, format }: Entry): Pin => ({
  ...shape,
  variantId: variant.id,
  mode,
  format,
});
