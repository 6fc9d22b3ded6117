// Store: everything that a person can choose, exactly as they chose it; impossible values stay and are explained.

import { createStore } from 'zustand/vanilla';
import type { Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import { layersOf } from '../attention/layers';
import { proposeDims } from '../attention/propose';
import type { Scope } from '../attention/scope';
import { modeFor } from '../attention/variant';
import { variants } from '../attention/variants';
import { modelById } from '../facts/models';
import type { Serving } from './serving';

/** kB = 1000 bytes, or KiB = 1024 bytes. */
export const byteUnits = ['decimal', 'binary'] as const;
export type ByteUnit = (typeof byteUnits)[number];

export const scopes: readonly Scope[] = ['attentionOnly', 'wholeLayer'];

export interface Controls extends Serving {
  readonly modelId: string;
  readonly dims: Dims;
  readonly format: FormatId;
  /** Mode of each variant, by its id. */
  readonly modes: Readonly<Record<string, string>>;
  /** The variant that every ratio is taken against. */
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

const usualModes = Object.fromEntries(variants.map((v) => [v.id, modeFor(v, 'decode')]));

/** What the page shows of a model before anything is changed. */
export function defaultControls(modelId = firstModelId): Controls {
  return {
    ...modelShape(modelId),
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

/** What a model fixes; the rest of the controls is the person's own choice and outlives a change of model. */
export function modelShape(modelId: string): Pick<Controls, 'modelId' | 'dims' | 'layers'> {
  const model = modelById(modelId);
  return { modelId, dims: proposeDims(model.dims), layers: layersOf(model.groups) };
}

export const controlsStore = createStore<Controls>(() => defaultControls());
