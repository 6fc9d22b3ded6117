// Why a command has each of its arguments, and what they do not show.

import { useTranslation } from 'react-i18next';
import type { CommandResult } from '../../export/command';
import type { ByteUnit } from '../../state/controls';
import type { Entry } from '../../state/entries';
import { otherWeightBits } from '../../state/exported';
import { commandNote, reasonText } from './saidText';

export function CommandReasons({
  entry,
  command,
  unit,
}: {
  entry: Entry;
  command: Extract<CommandResult, { kind: 'command' }>;
  unit: ByteUnit;
}) {
  const { t } = useTranslation('export');
  const { t: w } = useTranslation('takeaway');
  const bits = otherWeightBits(entry);
  const notes = [
    ...command.notes.map((note) => commandNote(t, note, unit)),
    ...(bits ? [w('command.bits', { ...bits })] : []),
  ];
  return (
    <>
      <section aria-labelledby="takeaway-reasons">
        <h3 id="takeaway-reasons">{w('reasons')}</h3>
        <dl className="reasons">
          {command.arguments.map((argument) => (
            <div key={argument.flag}>
              <dt>
                <code>
                  <span data-kind="name">{argument.flag}</span>{' '}
                  {argument.value !== null && <span data-kind="computed">{argument.value}</span>}
                </code>
              </dt>
              <dd data-kind="computed">{reasonText(t, argument, unit)}</dd>
            </div>
          ))}
        </dl>
      </section>
      {notes.length > 0 && (
        <section aria-labelledby="takeaway-command-notes">
          <h3 id="takeaway-command-notes">{w('notes')}</h3>
          <ul>
            {notes.map((note) => (
              <li key={note} data-kind="computed">
                {note}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
