// A configuration put aside in a link: mla.absorbed*model_deepseek-v3*c_256, its variant and mode, then the keys of its
// sizes as the page's own link has them, where they differ from the model's.

import { variants } from '../attention/variants';
import { defaultControls, offeredModes } from './controls';
import { configurationKeys, usualOf } from './linkKeys';
import { shapeIn } from './modelShape';
import type { Pin, PinLetter } from './pins';
import { readKeys, type LinkNotice } from './readKeys';

/** Characters that a link shows as they are, and that no key or value has. */
const between = '*';
const equals = '_';

export const pinKey = (letter: PinLetter): string => `pin${letter}`;

export function encodePin(pin: Pin): string {
  const { variantId, mode, ...chosen } = pin;
  const usual = usualOf(pin);
  const controls = { ...usual, ...chosen };
  const pairs = configurationKeys
    .filter((entry) => entry.key === 'model' || entry.read(controls) !== entry.read(usual))
    .map((entry) => `${entry.key}${equals}${entry.read(controls)}`);
  return [`${variantId}.${mode}`, ...pairs].join(between);
}

/** The pin, each part of it within its limits; null where it is of no variant that there is. */
export function decodePin(text: string): {
  readonly pin: Pin | null;
  readonly notices: readonly LinkNotice[];
} {
  const [of = '', ...pairs] = text.split(between);
  const [variantId = '', asked = ''] = of.split('.');
  const variant = variants.find(({ id }) => id === variantId);
  if (!variant) {
    const choices = variants.map(({ id }) => id);
    return { pin: null, notices: [{ code: 'badPin', key: 'variant', value: of, choices }] };
  }
  const given = new Map(
    pairs.map((pair): [string, string] => {
      const [key = '', ...value] = pair.split(equals);
      return [key, value.join(equals)];
    }),
  );
  const get = (key: string) => given.get(key) ?? null;
  const { controls, notices } = readKeys(configurationKeys, { get }, defaultControls());
  const known = new Set(configurationKeys.map(({ key }) => key));
  const modes = offeredModes(variant).map(({ id }) => id);
  const mode = modes.find((id) => id === asked) ?? modes[0] ?? '';
  return {
    pin: { ...shapeIn(controls), variantId, mode, format: controls.format },
    notices: [
      ...(mode === asked
        ? []
        : [
            {
              code: 'notAChoice',
              key: variantId,
              value: asked,
              used: mode,
              choices: modes,
            } as const,
          ]),
      ...notices,
      ...[...given].flatMap(([key, value]): LinkNotice[] =>
        known.has(key) ? [] : [{ code: 'unknownKey', key, value }],
      ),
    ],
  };
}
