// The config.json of an entry, what it leaves open, and what differs from the published model.

import { useTranslation } from 'react-i18next';
import { writeConfig } from '../../export/writeConfig';
import type { Entry } from '../../state/entries';
import { configurationOf } from '../../state/exported';
import { ChangedNote } from './ChangedNote';
import { Impossible, Refused } from './Refused';
import { configNote, configRefusal } from './saidText';
import { TakenText } from './TakenText';

const file = { name: 'config.json', type: 'application/json' };

export function ConfigPart({ entry }: { entry: Entry }) {
  const { t } = useTranslation('export');
  const { t: w } = useTranslation('takeaway');
  if (entry.problems.length > 0) return <Impossible problems={entry.problems} />;
  const result = writeConfig(configurationOf(entry));
  if (result.kind === 'refusal') {
    return (
      <Refused>
        <p>{configRefusal(t, result.refusal)}</p>
      </Refused>
    );
  }
  return (
    <>
      <TakenText label={w('text.config')} text={result.text} rows={14} file={file} />
      <ChangedNote entry={entry} />
      <section aria-labelledby="takeaway-notes">
        <h3 id="takeaway-notes">{w('notes')}</h3>
        <ul>
          {result.notes.map((note) => (
            <li key={note.code} data-kind="computed">
              {configNote(t, note)}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
