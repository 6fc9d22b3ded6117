// The dialog of what is taken away: an entry's config.json, a command that serves it, and a report of the whole page.

import { useId, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addFigureWords } from '../../i18n/figureWords';
import { addTakeawayWords } from '../../i18n/takeawayWords';
import { entriesOf, type Entry } from '../../state/entries';
import { takenEntry } from '../../state/exported';
import { Dialog } from '../dialog/Dialog';
import { entryLabel } from '../entryText';
import { useControls } from '../useControls';
import { CommandPart } from './CommandPart';
import { ConfigPart } from './ConfigPart';
import { ReportPart } from './ReportPart';
import { parts, takeawayStore, type TakeawayChoice } from './takeawayStore';
import '../style/takeaway.css';

addFigureWords();
addTakeawayWords();

type Part = TakeawayChoice['part'];

/** The place to which a key leads from another; null for other keys. */
function placeAfter(key: string, place: number): number | null {
  const last = parts.length - 1;
  switch (key) {
    case 'ArrowRight':
      return place === last ? 0 : place + 1;
    case 'ArrowLeft':
      return place === 0 ? last : place - 1;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

function Tabs({ id, part }: { id: string; part: Part }) {
  const { t } = useTranslation('takeaway');
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const next = parts[placeAfter(event.key, parts.indexOf(part)) ?? -1];
    if (!next) return;
    event.preventDefault();
    takeawayStore.setState({ part: next });
    list.current?.querySelector<HTMLElement>(`[data-part="${next}"]`)?.focus();
  };
  return (
    <div ref={list} className="takeaway-tabs" role="tablist" aria-label={t('title')}>
      {parts.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`${id}-${each}`}
          data-part={each}
          aria-selected={each === part}
          aria-controls={`${id}-panel`}
          tabIndex={each === part ? 0 : -1}
          onKeyDown={move}
          onClick={() => takeawayStore.setState({ part: each })}
        >
          {t(`parts.${each}`)}
        </button>
      ))}
    </div>
  );
}

function EntrySelect({ entries, entry }: { entries: readonly Entry[]; entry: Entry }) {
  const { t } = useTranslation();
  const { t: w } = useTranslation('takeaway');
  return (
    <label className="inline-field">
      {w('entry')}
      <select
        value={entry.key}
        onChange={(event) => takeawayStore.setState({ key: event.currentTarget.value })}
      >
        {entries.map((each) => (
          <option key={each.key} value={each.key}>
            {entryLabel(t, each)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function TakeawayDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('takeaway');
  const id = useId();
  const entries = useControls(entriesOf);
  const { part, key } = useStore(takeawayStore);
  const entry = takenEntry(entries, key);
  return (
    <Dialog className="takeaway-dialog" title={t('title')} onClose={onClose}>
      <Tabs id={id} part={part} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div
        className="dialog-body takeaway-body"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${part}`}
        tabIndex={0}
      >
        {part !== 'report' && entry && <EntrySelect entries={entries} entry={entry} />}
        {part === 'config' && entry && <ConfigPart entry={entry} />}
        {part === 'command' && entry && <CommandPart entry={entry} />}
        {part === 'report' && <ReportPart />}
      </div>
    </Dialog>
  );
}
