// A problem as a sentence in the reader's language.

import type { TFunction } from 'i18next';
import type { ChartNumber } from '../state/chartSettings';
import type { FieldName, FieldProblem } from '../state/scales';
import { exact } from './quantity';

type Named = FieldName | ChartNumber;

const isField = (name: string | number, t: TFunction): name is Named =>
  typeof name === 'string' && name in t('fields', { returnObjects: true });

/** `values.field` is a field's name in code; the sentence wants its label. Numbers get their separators. */
export function problemText(
  t: TFunction,
  { code, values }: Pick<FieldProblem, 'code' | 'values'>,
): string {
  const words: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (isField(value, t)) words[name] = t(`fields.${value}`);
    else words[name] = typeof value === 'number' ? exact(value) : value;
  }
  const heads = values['queryHeads'];
  // Of all numbers only this one is followed by a plural.
  const count = typeof heads === 'number' ? heads : 2;
  return t(`problems.${code}`, { replace: { ...words, count }, count, defaultValue: code });
}
