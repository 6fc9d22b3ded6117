// The sentences of what is exported: each by its code, with values as the page shows them.

import type { TFunction } from 'i18next';
import type { CommandArgument, CommandNote, CommandResult } from '../../export/command';
import type { ConfigNote, ConfigRefusal } from '../../export/config';
import type { Values } from '../../import/model';
import type { ByteUnit } from '../../state/controls';
import { shownValues } from '../import/shownValues';
import { showBytes } from '../quantity';

type Words = TFunction<'export'>;

/** Bytes in the reader's unit; other numbers stay, since the sentences format them. */
const inUnit = (values: Values, unit: ByteUnit): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name.endsWith('Bytes') && typeof value === 'number' ? showBytes(value, unit) : value,
    ]),
  );

export const configNote = (t: Words, { code, values }: ConfigNote): string =>
  t(`config.notes.${code}`, { replace: shownValues(values) });

export const configRefusal = (t: Words, { code, values }: ConfigRefusal): string =>
  t(`config.refusals.${code}`, { replace: shownValues(values) });

export const reasonText = (t: Words, { because }: CommandArgument, unit: ByteUnit): string =>
  t(`command.reasons.${because.code}`, { replace: inUnit(because.values, unit) });

export const commandNote = (t: Words, { code, values }: CommandNote, unit: ByteUnit): string =>
  t(`command.notes.${code}`, { replace: inUnit(values, unit) });

export const commandRefusal = (
  t: Words,
  { code, values }: Extract<CommandResult, { kind: 'refusal' }>['refusal'],
  unit: ByteUnit,
): string => t(`command.refusals.${code}`, { replace: inUnit(values, unit) });
