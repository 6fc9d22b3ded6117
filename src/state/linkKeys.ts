// The table of the address's keys: what each sets, with its type and range. docs/address.md shows it to readers.

import { dimRanges, type DimName } from '../attention/dims';
import { formatIds } from '../attention/format';
import { variants } from '../attention/variants';
import { devices } from '../facts/devices';
import { models } from '../facts/models';
import { chartRanges, pages, squareUnits, waits, type ChartNumber } from './chartSettings';
import {
  byteUnits,
  defaultControls,
  fairs,
  offeredModes,
  runRanges,
  scopes,
  shownVariants,
  type Controls,
} from './controls';
import { arithmetics, deploymentRanges, splits } from './deployment';
import { linkedModel, notOwn, ownChoice, ownChoices } from './linkedModel';
import { mapHeads, mapLengths } from './mapSettings';
import { modelShape } from './modelShape';
import { pinLetters } from './pins';
import { datasetIds, measureIds } from './qualityChoices';
import { besideChoices, raceRanges, raceTokenChoices } from './raceSettings';
import { servingRanges, type ServingName } from './serving';
import { shaderRanges } from './shaderSettings';
import { weightBitChoices, weightRanges, weightsOf, type WeightCount } from './weights';

/** Every number that a link can set. */
export type NumberName =
  | DimName
  | ServingName
  | WeightCount
  | keyof typeof runRanges
  | keyof typeof deploymentRanges
  | keyof typeof raceRanges
  | keyof typeof shaderRanges
  | ChartNumber;

export interface IntegerKey {
  readonly type: 'integer';
  readonly key: string;
  /** The control that the key sets. */
  readonly field: NumberName;
  readonly min: number;
  readonly max: number;
  read(controls: Controls): number;
  write(controls: Controls, value: number): Controls;
}

export interface ChoiceKey {
  readonly type: 'choice';
  readonly key: string;
  readonly choices: readonly string[];
  read(controls: Controls): string;
  write(controls: Controls, value: string): Controls;
}

/** Some of the words, joined by full stops, in the order of the choices. */
export interface ListKey extends Omit<ChoiceKey, 'type'> {
  readonly type: 'list';
}

export type LinkKey = IntegerKey | ChoiceKey | ListKey;

const dim = (key: string, field: DimName): IntegerKey => ({
  type: 'integer',
  key,
  field,
  ...dimRanges[field],
  read: ({ dims }) => dims[field],
  write: (controls, value) => ({ ...controls, dims: { ...controls.dims, [field]: value } }),
});

type CountName = Exclude<NumberName, DimName>;

const count = <Name extends CountName>(
  key: string,
  field: Name,
  ranges: Readonly<Record<Name, { readonly min: number; readonly max: number }>>,
): IntegerKey => ({
  type: 'integer',
  key,
  field,
  ...ranges[field],
  read: (controls) => controls[field],
  write: (controls, value) => ({ ...controls, [field]: value }),
});

/** A key that takes one of some words; `write` gets the word with its own type back. */
function choice<T extends string>(
  key: string,
  choices: readonly T[],
  read: (controls: Controls) => string,
  write: (controls: Controls, value: T) => Controls,
): ChoiceKey {
  return {
    type: 'choice',
    key,
    choices,
    read,
    write(controls, value) {
      const found = choices.find((known) => known === value);
      return found === undefined ? controls : write(controls, found);
    },
  };
}

const variantIds = variants.map(({ id }) => id);

/** Of an attention map: a variant, a mode and a format. */
const mapChoices = variants.flatMap((variant) =>
  offeredModes(variant).flatMap((mode) =>
    formatIds.map((format) => `${variant.id}.${mode.id}.${format}`),
  ),
);

const word = <
  Name extends
    | 'format'
    | 'fair'
    | 'deviceId'
    | 'split'
    | 'arithmetic'
    | 'byteUnit'
    | 'scope'
    | 'page'
    | 'squareUnit'
    | 'wait'
    | 'datasetId'
    | 'measure'
    | 'raceTokens'
    | 'raceOn'
    | 'shaderOf'
    | 'anatomyLeft'
    | 'anatomyRight'
    | 'mapA'
    | 'mapB'
    | 'mapHead'
    | 'mapTokens',
>(
  key: string,
  field: Name,
  choices: readonly Controls[Name][],
): ChoiceKey =>
  choice(
    key,
    choices,
    (c) => c[field],
    (c, value) => ({ ...c, [field]: value }),
  );

/**
 * Keys of a configuration, which pins have too. `model` comes first: it sets what the other keys then change; and `own`
 * between the sizes that make a model of one's own and the weights, of which the sizes say nothing.
 */
export const configurationKeys: readonly LinkKey[] = [
  choice(
    'model',
    models.map(({ id }) => id),
    (c) => c.modelId,
    (c, id) => ({ ...c, ...modelShape(id) }),
  ),
  dim('dm', 'modelDim'),
  dim('h', 'queryHeads'),
  dim('g', 'kvHeads'),
  dim('dh', 'headDim'),
  dim('dv', 'vDim'),
  dim('c', 'latentDim'),
  dim('r', 'ropeDim'),
  dim('n', 'nopeDim'),
  dim('q', 'queryRank'),
  dim('lh', 'latentHeads'),
  dim('rq', 'queryFactors'),
  dim('rk', 'keyFactors'),
  dim('rv', 'valueFactors'),
  count('layers', 'layers', servingRanges),
  count('winlayers', 'windowLayers', servingRanges),
  count('window', 'window', servingRanges),
  {
    type: 'choice',
    key: 'own',
    choices: ownChoices,
    read: ({ imported }) => (imported ? ownChoice(imported) : notOwn),
    write(c, choice) {
      if (choice === notOwn) return { ...c, imported: null };
      const imported = linkedModel(c, choice);
      return { ...c, imported, ...weightsOf({ modelId: c.modelId, imported }) };
    },
  },
  count('params', 'parameters', weightRanges),
  count('active', 'activeParameters', weightRanges),
  choice(
    'wbits',
    weightBitChoices.map(String),
    (c) => String(c.weightBits),
    (c, bits) => ({
      ...c,
      weightBits: weightBitChoices.find((known) => String(known) === bits) ?? c.weightBits,
    }),
  ),
  word('format', 'format', formatIds),
];

/** All keys but those of pins, which hold keys themselves. */
export const linkKeys: readonly LinkKey[] = [
  ...configurationKeys,
  count('ctx', 'context', servingRanges),
  count('batch', 'batch', servingRanges),
  {
    type: 'list',
    key: 'variants',
    choices: variantIds,
    read: ({ shown }) => shown.join('.'),
    write: (c, list) => ({ ...c, shown: shownVariants(list.split('.')).map(({ id }) => id) }),
  },
  ...variants
    .filter((variant) => offeredModes(variant).length > 1)
    .map((variant) =>
      choice(
        variant.id,
        offeredModes(variant).map((mode) => mode.id),
        (c) => c.modes[variant.id] ?? '',
        (c, mode) => ({ ...c, modes: { ...c.modes, [variant.id]: mode } }),
      ),
    ),
  word('fair', 'fair', fairs),
  choice(
    'baseline',
    [...variantIds, ...pinLetters],
    (c) => c.baseline,
    (c, baseline) => ({ ...c, baseline }),
  ),
  word(
    'device',
    'deviceId',
    devices.map(({ id }) => id),
  ),
  count('devices', 'devices', deploymentRanges),
  word('split', 'split', splits),
  word('math', 'arithmetic', arithmetics),
  count('reserve', 'reserve', deploymentRanges),
  word('unit', 'byteUnit', byteUnits),
  word('scope', 'scope', scopes),
  count('upto', 'runContext', runRanges),
  count('rounds', 'rounds', runRanges),
  count('seed', 'seed', runRanges),
  count('from', 'raceFrom', raceRanges),
  count('until', 'raceUntil', raceRanges),
  word('pace', 'raceTokens', raceTokenChoices),
  word('race', 'raceOn', besideChoices),
  word('left', 'anatomyLeft', variantIds),
  word('right', 'anatomyRight', variantIds),
  word('a', 'mapA', mapChoices),
  word('b', 'mapB', mapChoices),
  word('head', 'mapHead', mapHeads),
  word('seq', 'mapTokens', mapLengths),
  word('page', 'page', pages),
  word('square', 'squareUnit', squareUnits),
  word('wait', 'wait', waits),
  count('block', 'blockTokens', chartRanges),
  count('seqs', 'sequences', chartRanges),
  count('shared', 'sharedTokens', chartRanges),
  count('done', 'finished', chartRanges),
  count('new', 'newTokens', chartRanges),
  word('table', 'datasetId', datasetIds),
  word('measure', 'measure', measureIds),
  count('same', 'sameParameters', chartRanges),
  word('code', 'shaderOf', variantIds),
  count('dispatch', 'shaderStep', shaderRanges),
  count('at', 'shaderContext', shaderRanges),
  count('alpha', 'spectrumFall', chartRanges),
];

/** What a link need not say: the defaults of the model, or of a model of one's own. */
export const usualOf = ({
  modelId,
  imported,
}: Pick<Controls, 'modelId' | 'imported'>): Controls => ({
  ...defaultControls(modelId),
  ...weightsOf({ modelId, imported }),
});
