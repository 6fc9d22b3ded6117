// What an entry of the ledger is called: a variant of the model shown, or a configuration put aside under a letter.

import type { TFunction } from 'i18next';
import type { Entry } from '../state/entries';
import { modelOf } from '../state/modelShape';
import { variantLabel } from './variantText';

type Named = Pick<Entry, 'variant' | 'mode' | 'pin' | 'shape' | 'format'>;

export const modelName = (t: TFunction, { shape }: Pick<Entry, 'shape'>): string =>
  modelOf(shape).name ?? t('controls.imported');

/** Short, beside the entry's mark: MLA, or A: MLA. */
export const entryName = (t: TFunction, { variant: { name }, pin }: Named): string =>
  pin === null ? name : t('entry.pinned', { letter: pin, name });

/** For a legend or a table: with the mode where there is a choice, and of which model and format where it is put aside. */
export function entryLabel(t: TFunction, entry: Named): string {
  const { variant, mode, pin, format } = entry;
  const name = variantLabel(t, variant.id, mode);
  return pin === null
    ? name
    : t('entry.pinnedOf', { letter: pin, name, model: modelName(t, entry), format });
}

/** For the columns of a file: no language's words. */
export const entryColumn = ({ variant, mode, pin, shape, format }: Named): string =>
  pin === null
    ? `${variant.id} ${mode}`
    : `${pin} ${modelOf(shape).name ?? 'imported'} ${variant.id} ${mode} ${format}`;
