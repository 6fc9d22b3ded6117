// Store: everything that a person can choose, exactly as they chose it; impossible values stay and are explained.

import { createStore } from 'zustand/vanilla';
import type { FormatId } from '../attention/format';
import type { Scope } from '../attention/scope';
import { measures, modeFor, type Mode, type Variant } from '../attention/variant';
import { variants } from '../attention/variants';
import { usualAnatomy, type AnatomySettings } from './anatomySettings';
import { usualCharts, type ChartSettings } from './chartSettings';
import { usualDeployment, type DeploymentChoice } from './deployment';
import { usualMap, type MapSettings } from './mapSettings';
import { modelShape, type ModelShape } from './modelShape';
import type { Pins } from './pins';
import { usualRace, type RaceSettings } from './raceSettings';
import { remember } from './remember';
import type { Serving } from './serving';
import { usualShader, type ShaderSettings } from './shaderSettings';

/** kB = 1000 bytes, or KiB = 1024 bytes. */
export const byteUnits = ['decimal', 'binary'] as const;
export type ByteUnit = (typeof byteUnits)[number];

export const scopes: readonly Scope[] = ['attentionOnly', 'wholeLayer'];

/** `heads`: the same heads; `cache`: as much cache a token; `parameters`: as many parameters a layer. */
export const fairs = ['heads', ...measures] as const;
export type Fair = (typeof fairs)[number];

export interface Controls
  extends
    ModelShape,
    Serving,
    DeploymentChoice,
    ChartSettings,
    RaceSettings,
    AnatomySettings,
    MapSettings,
    ShaderSettings {
  readonly format: FormatId;
  /** Ids of the variants shown, at least one, in the order of the table of variants. */
  readonly shown: readonly string[];
  /** Mode of each variant, by its id. */
  readonly modes: Readonly<Record<string, string>>;
  /** What the variants that the model was not published with have in common with its own. */
  readonly fair: Fair;
  /** Configurations put aside, by their letters. */
  readonly pins: Pins;
  /** Key of the entry that every ratio is taken against, as it was chosen; `baselineOf` is the one in force. */
  readonly baseline: string;
  readonly byteUnit: ByteUnit;
  readonly scope: Scope;
  /** The longest context to measure, in tokens. */
  readonly runContext: number;
  /** Samples of each measured point. */
  readonly rounds: number;
  /** Names all random weights and caches of a run, and the lengths of the sequences in pages. */
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

const usualModes = Object.fromEntries(variants.map((v) => [v.id, modeFor(v, 'decode')]));

/** What the page shows of a model before anything is changed. */
export function defaultControls(modelId = firstModelId): Controls {
  return {
    ...modelShape(modelId),
    ...usualDeployment,
    ...usualCharts,
    ...usualRace,
    ...usualShader,
    ...usualAnatomy,
    ...usualMap,
    shown: firstShown,
    modes: usualModes,
    fair: 'heads',
    pins: {},
    baseline: 'mha',
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

/** Variants shown, in the order of their table. */
export const shownVariants = remember((shown: readonly string[]): readonly Variant[] =>
  variants.filter(({ id }) => shown.includes(id)),
);

/** The entry that ratios are taken against: the one chosen, or the first variant shown where that is hidden. */
export const baselineOf = ({
  shown,
  baseline,
  pins,
}: Pick<Controls, 'shown' | 'baseline' | 'pins'>): string =>
  shown.includes(baseline) || baseline in pins
    ? baseline
    : (shownVariants(shown)[0]?.id ?? baseline);

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
