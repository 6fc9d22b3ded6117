// Where a line of a linked text came from, in words.

import type { TFunction } from 'i18next';
import type { Place } from '../../state/shaderSections';
import { exact } from '../quantity';

export function placeText(
  s: TFunction<'shader'>,
  line: number,
  { file, line: own }: Place,
): string {
  if (file === 'constants') return s('placeConstants', { line: exact(line) });
  return own === null
    ? s('placeEdited', { line: exact(line), file })
    : s('place', { line: exact(line), file, own: exact(own) });
}
