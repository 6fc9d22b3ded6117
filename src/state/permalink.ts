// The address's hash as state: one table of keys, types and ranges writes it and reads it.
//
// #v=1&model=deepseek-v3&g=16&ctx=32768: the model, then only what differs from that model's defaults. Everything
// read is checked; what cannot be used is reported and never guessed at.

import { dimRanges, type DimName } from '../attention/dims';
import { formats } from '../attention/format';
import { variants } from '../attention/variants';
import { devices } from '../facts/devices';
import { models } from '../facts/models';
import { byteUnits, defaultControls, runRanges, scopes, type Controls } from './controls';
import { nearestWord } from './nearest';
import { servingRanges, type ServingName } from './serving';

const version = '1';

/** Something in a link that could not be used as it stands. */
export interface LinkNotice {
  readonly code:
    | 'unknownKey'
    | 'notWhole'
    | 'tooSmall'
    | 'tooLarge'
    | 'notAChoice'
    | 'nearChoice' // not one of the choices, but close to one of them
    | 'unknownChoice' // not one of the choices, which are too many to name
    | 'otherVersion';
  readonly key: string;
  readonly value: string;
  /** What is used in its place; absent for a key that is ignored. */
  readonly used?: string;
  /** The limit that was crossed. */
  readonly limit?: string;
  /** What there is to choose from, or the one choice that is close. */
  readonly choices?: readonly string[];
}

interface IntegerKey {
  readonly type: 'integer';
  readonly key: string;
  /** The control that the key sets. */
  readonly field: DimName | ServingName | keyof typeof runRanges;
  readonly min: number;
  readonly max: number;
  read(controls: Controls): number;
  write(controls: Controls, value: number): Controls;
}

interface ChoiceKey {
  readonly type: 'choice';
  readonly key: string;
  readonly choices: readonly string[];
  read(controls: Controls): string;
  write(controls: Controls, value: string): Controls;
}

export type LinkKey = IntegerKey | ChoiceKey;

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
  serving('ctx', 'context'),
  serving('batch', 'batch'),
  serving('layers', 'layers'),
  choice(
    'format',
    Object.values(formats).map(({ id }) => id),
    (c) => c.format,
    (c, format) => ({ ...c, format }),
  ),
  ...variants
    .filter(({ modes }) => modes.length > 1)
    .map(({ id, modes }) =>
      choice(
        id,
        modes.map((mode) => mode.id),
        (c) => c.modes[id] ?? '',
        (c, mode) => ({ ...c, modes: { ...c.modes, [id]: mode } }),
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

/** The hash without its `#`. */
export function encodeControls(controls: Controls): string {
  const usual = defaultControls(controls.modelId);
  const pairs = linkKeys
    .filter((entry) => entry.key === 'model' || entry.read(controls) !== entry.read(usual))
    .map((entry) => [entry.key, String(entry.read(controls))]);
  return new URLSearchParams([['v', version], ...pairs]).toString();
}

/** The state that a hash asks for, each part of it within its limits, and what could not be used. */
export function decodeControls(hash: string): { controls: Controls; notices: LinkNotice[] } {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const notices: LinkNotice[] = [];
  let controls = defaultControls();
  for (const entry of linkKeys) {
    const text = given.get(entry.key);
    if (text === null) continue;
    if (entry.type === 'choice') {
      if (entry.choices.includes(text)) controls = entry.write(controls, text);
      else notices.push(choiceNotice(entry, text, entry.read(controls)));
    } else {
      const { value, notice } = readInteger(entry, text, entry.read(controls));
      controls = entry.write(controls, value);
      if (notice) notices.push(notice);
    }
  }
  const known = new Set(['v', ...linkKeys.map(({ key }) => key)]);
  for (const [key, value] of given) {
    if (!known.has(key)) notices.push({ code: 'unknownKey', key, value });
  }
  const written = given.get('v');
  if (written !== null && written !== version) {
    notices.push({ code: 'otherVersion', key: 'v', value: written, used: version });
  }
  return { controls, notices };
}

/** More choices than these are not listed. */
const fewChoices = 6;

function choiceNotice({ key, choices }: ChoiceKey, value: string, used: string): LinkNotice {
  const said = { key, value, used };
  const near = nearestWord(value, choices);
  // What is used anyway is not worth a suggestion.
  if (near === used) return { ...said, code: 'unknownChoice' };
  if (near !== undefined) return { ...said, code: 'nearChoice', choices: [near] };
  if (choices.length > fewChoices) return { ...said, code: 'unknownChoice' };
  return { ...said, code: 'notAChoice', choices };
}

function readInteger(
  { key, min, max }: IntegerKey,
  text: string,
  otherwise: number,
): { value: number; notice?: LinkNotice } {
  const asked = Number(text);
  if (text.trim() === '' || !Number.isInteger(asked)) {
    return {
      value: otherwise,
      notice: { code: 'notWhole', key, value: text, used: String(otherwise) },
    };
  }
  const value = Math.min(Math.max(asked, min), max);
  if (value === asked) return { value };
  const limit = String(value);
  const code = asked < min ? 'tooSmall' : 'tooLarge';
  return { value, notice: { code, key, value: text, used: limit, limit } };
}
