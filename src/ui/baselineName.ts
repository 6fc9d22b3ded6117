// What the baseline of a ratio is called: a variant, or a configuration put aside.

import type { TFunction } from 'i18next';
import { variants } from '../attention/variants';

/** `key` is an entry's: the id of a variant of the model shown, or a letter. */
export const baselineName = (t: TFunction, key: string): string =>
  variants.find(({ id }) => id === key)?.name ?? t('entry.letter', { letter: key });
