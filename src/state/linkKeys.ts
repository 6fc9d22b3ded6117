// The table of the address's keys: what each sets, with its type and range. docs/address.md shows it to readers.

import { dimRanges, type DimName } from '../attention/dims';
import { formats } from '../attention/format';
import { variants } from '../attention/variants';
import { devices } from '../facts/devices';
import { models } from '../facts/models';
import {
  byteUnits,
  defaultControls,
  offeredModes,
  runRanges,
  scopes,
  shownVariants,
  type Controls,
} from './controls';
import { linkedModel, notOwn, ownChoice, ownChoices } from './linkedModel';
import { servingRanges, type ServingName } from './serving';

export interface IntegerKey {
  readonly type: 'integer';
  readonly key: string;
  /** The control that the key sets. */
  readonly field: DimName | ServingName | keyof typeof runRanges;
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

type LinkKey = IntegerKey | ChoiceKey | ListKey;

const dim = (key: string, field: DimName): IntegerKey => ({
  type: 'integer',
  key,
  field,
  ...dimRanges[field],
  read: ({ dims }) => dims[field],
  write: (controls, value) => ({ ...controls, dims: { ...controls.dims, [field]: value } }),
});

const serving = (key: string, field: ServingName): IntegerKey => ({
  type: 'integer',
  key,
  field,
  ...servingRanges[field],
  read: (controls) => controls[field],
  write: (controls, value) => ({ ...controls, [field]: value }),
});

const run = (key: string, field: keyof typeof runRanges): IntegerKey => ({
  type: 'integer',
  key,
  field,
  ...runRanges[field],
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

/** `model` comes first: it sets what the other keys then change. */
export const linkKeys: readonly LinkKey[] = [
  choice(
    'model',
    models.map(({ id }) => id),
    (c) => c.modelId,
    (_, id) => defaultControls(id),
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
  serving('ctx', 'context'),
  serving('batch', 'batch'),
  serving('layers', 'layers'),
  serving('winlayers', 'windowLayers'),
  serving('window', 'window'),
  {
    type: 'choice',
    key: 'own',
    choices: ownChoices,
    read: ({ imported }) => (imported ? ownChoice(imported) : notOwn),
    write: (c, choice) => ({ ...c, imported: choice === notOwn ? null : linkedModel(c, choice) }),
  },
  choice(
    'format',
    Object.values(formats).map(({ id }) => id),
    (c) => c.format,
    (c, format) => ({ ...c, format }),
  ),
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
  choice(
    'baseline',
    variantIds,
    (c) => c.baseline,
    (c, baseline) => ({ ...c, baseline }),
  ),
  choice(
    'device',
    devices.map(({ id }) => id),
    (c) => c.deviceId,
    (c, deviceId) => ({ ...c, deviceId }),
  ),
  choice(
    'unit',
    byteUnits,
    (c) => c.byteUnit,
    (c, byteUnit) => ({ ...c, byteUnit }),
  ),
  choice(
    'scope',
    scopes,
    (c) => c.scope,
    (c, scope) => ({ ...c, scope }),
  ),
  run('upto', 'runContext'),
  run('rounds', 'rounds'),
  run('seed', 'seed'),
];
