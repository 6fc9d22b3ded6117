// The address's hash as state, written and read by the table of linkKeys.ts.
//
// #v=1&model=deepseek-v3&g=16&ctx=32768: the model, then only what differs from that model's defaults. Everything
// read is checked; what cannot be used is reported and never guessed at.

import { defaultControls, type Controls } from './controls';
import { linkKeys, type ChoiceKey, type IntegerKey, type ListKey } from './linkKeys';
import { nearestWord } from './nearest';

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
    | 'leftOut' // one of a list that is not one of the choices
    | 'nearLeftOut' // the same, but close to one of them
    | 'emptyList' // a list of which nothing is left
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
    if (entry.type === 'list') {
      const { left, notices: found } = readList(entry, text, entry.read(controls));
      if (left) controls = entry.write(controls, left);
      notices.push(...found);
    } else if (entry.type === 'choice') {
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

/** The words of a list that there are, joined again, and a notice for each of the others. */
function readList(
  { key, choices }: ListKey,
  text: string,
  otherwise: string,
): { left: string; notices: LinkNotice[] } {
  const words = [...new Set(text.split('.'))].filter((word) => word !== '');
  const left = words.filter((word) => choices.includes(word)).join('.');
  if (left === '') {
    return { left, notices: [{ code: 'emptyList', key, value: text, used: otherwise }] };
  }
  const notices = words
    .filter((word) => !choices.includes(word))
    .map((value): LinkNotice => {
      const near = nearestWord(value, choices);
      return near === undefined
        ? { code: 'leftOut', key, value }
        : { code: 'nearLeftOut', key, value, choices: [near] };
    });
  return { left, notices };
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
