// Reads the keys of a link: each value within its limits, and a notice for whatever could not be used as it stands.

import type { Controls } from './controls';
import type { ChoiceKey, IntegerKey, LinkKey, ListKey } from './linkKeys';
import { nearestWord } from './nearest';
import type { PinLetter } from './pins';

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
    | 'badPin' // a pin of no variant
    | 'otherVersion';
  readonly key: string;
  readonly value: string;
  /** What is used in its place; absent for a key that is ignored. */
  readonly used?: string;
  /** The limit that was crossed. */
  readonly limit?: string;
  /** What there is to choose from, or the one choice that is close. */
  readonly choices?: readonly string[];
  /** The configuration put aside that the key is of; absent for one of the page. */
  readonly pin?: PinLetter;
}

/** The controls with every key that is given, in the order of `keys`, and what could not be used. */
export function readKeys(
  keys: readonly LinkKey[],
  given: Pick<URLSearchParams, 'get'>,
  from: Controls,
): { readonly controls: Controls; readonly notices: readonly LinkNotice[] } {
  const notices: LinkNotice[] = [];
  let controls = from;
  for (const entry of keys) {
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

/** The words that there are, each once and in the order given, and a notice for each of the others. */
export function readWords<T extends string>(
  { key, choices }: { readonly key: string; readonly choices: readonly T[] },
  given: readonly string[],
): { readonly words: readonly T[]; readonly notices: readonly LinkNotice[] } {
  const notices: LinkNotice[] = [];
  const words = [...new Set(given)].flatMap((value): T[] => {
    if (value === '') return [];
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return [found];
    const near = nearestWord(value, choices);
    notices.push(
      near === undefined
        ? { code: 'leftOut', key, value }
        : { code: 'nearLeftOut', key, value, choices: [near] },
    );
    return [];
  });
  return { words, notices };
}

/** A list of the hash, joined again; one notice for all of it where nothing is left. */
function readList(
  entry: ListKey,
  text: string,
  otherwise: string,
): { left: string; notices: readonly LinkNotice[] } {
  const { words, notices } = readWords(entry, text.split('.'));
  const left = words.join('.');
  if (left !== '') return { left, notices };
  return { left, notices: [{ code: 'emptyList', key: entry.key, value: text, used: otherwise }] };
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
