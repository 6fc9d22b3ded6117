// Store: everything that a person can choose, exactly as they chose it; impossible values stay and are explained.

import { createStore } from 'zustand/vanilla';
import type { Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import { layersOf } from '../attention/layers';
import { proposeDims } from '../attention/propose';
import type { Scope } from '../attention/scope';
import { modeFor, type Mode, type Variant } from '../attention/variant';
import { variants } from '../attention/variants';
import { modelById } from '../facts/models';
import type { ImportedModel } from '../import/model';
import { remember } from './remember';
import type { Serving } from './serving';

/** kB = 1000 bytes, or KiB = 1024 bytes. */
export const byteUnits = ['decimal', 'binary'] as const;
export type ByteUnit = (typeof byteUnits)[number];

export const scopes: readonly Scope[] = ['attentionOnly', 'wholeLayer'];

export interface Controls extends Serving {
  /** The preset whose sizes are shown, or were before the model of a file took their place. */
  readonly modelId: string;
  /** The model of somebody's own config.json; null where the preset is shown. */
  readonly imported: ImportedModel | null;
  readonly dims: Dims;
  readonly format: FormatId;
  /** Ids of the variants shown, at least one, in the order of the table of variants. */
  readonly shown: readonly string[];
  /** Mode of each variant, by its id. */
  readonly modes: Readonly<Record<string, string>>;
  /** The variant that every ratio is taken against, as it was chosen; `baselineOf` is the one in force. */
  readonly baseline: string;
  /** The published device whose memory and speed the computed charts show. */
  readonly deviceId: string;
  readonly byteUnit: ByteUnit;
  readonly scope: Scope;
  /** The longest context to measure, in tokens. */
  readonly runContext: number;
  /** Samples of each measured point. */
  readonly rounds: number;
  /** Names all random weights and caches of a run. */
  readonly seed: number;
}

export const runRanges = {
  runContext: { min: 64, max: 131072 },
  rounds: { min: 5, max: 51 },
  seed: { min: 0, max: 4294967295 },
} as const;

/** The longest contexts that the page offers to measure, tokens; a link may ask for others. */
export const runContextChoices: readonly number[] = [1024, 2048, 4096, 8192, 16384, 32768];

const firstModelId = 'deepseek-v3';

/** What a page shows that nobody has changed: as many as have room side by side. */
const firstShown: readonly string[] = variants.slice(0, 4).map(({ id }) => id);

/** The window where a model has none, for whoever gives it windowed layers, in tokens. */
const usualWindow = 4096;

const usualModes = Object.fromEntries(variants.map((v) => [v.id, modeFor(v, 'decode')]));

/** What the page shows of a model before anything is changed. */
export function defaultControls(modelId = firstModelId): Controls {
  return {
    ...modelShape(modelId),
    shown: firstShown,
    modes: usualModes,
    baseline: 'mha',
    deviceId: 'rtx4090',
    context: 32768,
    batch: 1,
    format: 'f16',
    byteUnit: 'decimal',
    scope: 'attentionOnly',
    runContext: 4096,
    rounds: 7,
    seed: 1,
  };
}

/** The controls that a model fixes. */
export type ModelShape = Pick<
  Controls,
  'modelId' | 'imported' | 'dims' | 'layers' | 'windowLayers' | 'window'
>;

/** What a model fixes; the rest of the controls is the person's own choice and outlives a change of model. */
export function shapeOf({ modelId, imported }: Pick<Controls, 'modelId' | 'imported'>): ModelShape {
  const { dims, groups } = modelOf({ modelId, imported });
  const windowed = groups.filter(({ window }) => window !== undefined);
  return {
    modelId,
    imported,
    dims: proposeDims(dims),
    layers: layersOf(groups),
    windowLayers: layersOf(windowed),
    // No model has windows of several widths (tested).
    window: windowed[0]?.window ?? usualWindow,
  };
}

/** The model shown: a preset says all that a file can. */
export const modelOf = ({
  modelId,
  imported,
}: Pick<Controls, 'modelId' | 'imported'>): ImportedModel => imported ?? modelById(modelId);

/** What a preset fixes. */
export const modelShape = (modelId: string): ModelShape => shapeOf({ modelId, imported: null });

/** Variants shown, in the order of their table. */
export const shownVariants = remember((shown: readonly string[]): readonly Variant[] =>
  variants.filter(({ id }) => shown.includes(id)),
);

/** The variant that ratios are taken against: the one chosen, or the first one shown where that is hidden. */
export const baselineOf = ({ shown, baseline }: Pick<Controls, 'shown' | 'baseline'>): string =>
  shown.includes(baseline) ? baseline : (shownVariants(shown)[0]?.id ?? baseline);

/** The list with one variant more or less, in the order of their table; the last one stays. */
export function toggled(shown: readonly string[], variantId: string): readonly string[] {
  const wanted = shown.includes(variantId)
    ? shown.filter((id) => id !== variantId)
    : [...shown, variantId];
  return wanted.length === 0 ? shown : shownVariants(wanted).map(({ id }) => id);
}

const keepsCache = (variant: Variant, mode: string): boolean => {
  const { dims } = modelShape(firstModelId);
  return variant.plan(dims, { phase: 'decode', mode }).cache.length > 0;
};

const offered = new Map(
  variants.map((variant) => [
    variant.id,
    variant.modes.filter(({ id }) => keepsCache(variant, id)),
  ]),
);

/** Modes that a reader may choose: those that keep a cache, which is what the page is about. */
export const offeredModes = ({ id }: Variant): readonly Mode[] => offered.get(id) ?? [];

export const controlsStore = createStore<Controls>(() => defaultControls());
