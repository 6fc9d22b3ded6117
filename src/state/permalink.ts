// The address's hash as state, written and read by the table of linkKeys.ts.
//
// #v=1&model=deepseek-v3&g=16&ctx=32768: the model, then only what differs from that model's defaults. Everything
// read is checked; what cannot be used is reported and never guessed at.

import { defaultControls, type Controls } from './controls';
import { decodePin, encodePin, pinKey } from './linkedPin';
import { linkKeys, usualOf } from './linkKeys';
import { pinLetters, type Pin, type PinLetter } from './pins';
import { readKeys, type LinkNotice } from './readKeys';

const version = '1';

/** The hash without its `#`. */
export function encodeControls(controls: Controls): string {
  const usual = usualOf(controls);
  const pairs = linkKeys
    .filter((entry) => entry.key === 'model' || entry.read(controls) !== entry.read(usual))
    .map((entry): [string, string] => [entry.key, String(entry.read(controls))]);
  const pins = pinLetters.flatMap((letter): [string, string][] => {
    const pin = controls.pins[letter];
    return pin ? [[pinKey(letter), encodePin(pin)]] : [];
  });
  return new URLSearchParams([['v', version], ...pairs, ...pins]).toString();
}

/** The state that a hash asks for, each part of it within its limits, and what could not be used. */
export function decodeControls(hash: string): { controls: Controls; notices: LinkNotice[] } {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const read = readKeys(linkKeys, given, defaultControls());
  const notices = [...read.notices];
  const pins: Partial<Record<PinLetter, Pin>> = {};
  for (const letter of pinLetters) {
    const text = given.get(pinKey(letter));
    if (text === null) continue;
    const { pin, notices: found } = decodePin(text);
    if (pin) pins[letter] = pin;
    notices.push(...found.map((notice) => ({ ...notice, pin: letter })));
  }
  const known = new Set(['v', ...linkKeys.map(({ key }) => key), ...pinLetters.map(pinKey)]);
  for (const [key, value] of given) {
    if (!known.has(key)) notices.push({ code: 'unknownKey', key, value });
  }
  const written = given.get('v');
  if (written !== null && written !== version) {
    notices.push({ code: 'otherVersion', key: 'v', value: written, used: version });
  }
  return { controls: { ...read.controls, pins }, notices };
}
