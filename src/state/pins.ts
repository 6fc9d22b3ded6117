// Configurations put aside to compare with: a model's sizes under one variant, as they were when they were pinned.

import type { FormatId } from '../attention/format';
import type { ModelShape } from './modelShape';

export const pinLetters = ['A', 'B', 'C', 'D'] as const;
export type PinLetter = (typeof pinLetters)[number];

export interface Pin extends ModelShape {
  readonly variantId: string;
  readonly mode: string;
  readonly format: FormatId;
}

/** A letter stays with its configuration, whichever others go. */
export type Pins = Readonly<Partial<Record<PinLetter, Pin>>>;

export const freeLetter = (pins: Pins): PinLetter | undefined =>
  pinLetters.find((letter) => !pins[letter]);

/** With one more under the first letter that is free; the same where none is. */
export function pinned(pins: Pins, pin: Pin): Pins {
  const letter = freeLetter(pins);
  return letter ? { ...pins, [letter]: pin } : pins;
}

export function unpinned(pins: Pins, letter: PinLetter): Pins {
  const { [letter]: _, ...others } = pins;
  return others;
}
