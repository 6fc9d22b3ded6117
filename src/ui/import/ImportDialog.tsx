// The dialog that imports a config.json: its text goes in, what it says comes out, and a press uses it.

import { useDeferredValue, useEffect, useMemo, useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { addImportWords } from '../../i18n/importWords';
import { longestText } from '../../import/json';
import { readConfig } from '../../import/readConfig';
import { applyImport } from '../../state/importConfig';
import { Dialog } from '../dialog/Dialog';
import { Why } from '../Why';
import { ImportProblems } from './ImportProblems';
import { foundText, ImportReport } from './ImportReport';
import '../style/import.css';

addImportWords();

interface Unread {
  readonly name: string;
  readonly reason: string;
}

/** Selects a line of the text, and shows it. */
function showLine(area: HTMLTextAreaElement, line: number): void {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 3) * height);
}

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('import');
  const area = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [unread, setUnread] = useState<Unread | null>(null);
  const latest = useDeferredValue(text);
  const result = useMemo(() => (latest.trim() === '' ? null : readConfig(latest)), [latest]);
  useEffect(() => {
    // The dialog is open by now: effects run from the inside out.
    area.current?.focus();
  }, []);

  const take = (next: string) => {
    setUnread(null);
    setText(next);
  };
  const open = async (file: File | undefined) => {
    if (!file) return;
    const refuse = (reason: string) => {
      setText('');
      setUnread({ name: file.name, reason });
    };
    try {
      const content = await file.text();
      if (content === '') refuse(t('codes.empty'));
      else take(content);
    } catch (error) {
      refuse(error instanceof Error ? error.message : '');
    }
  };
  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    // Dropped text goes where the pointer is, as in any field.
    if (!file) return;
    event.preventDefault();
    void open(file);
  };
  const whyNot = () => {
    if (result?.kind === 'model') return null;
    return t(result ? 'why.problems' : 'why.nothing');
  };
  const use = () => {
    if (!result || latest !== text) return;
    applyImport(result);
    area.current?.closest('dialog')?.close();
  };

  return (
    <Dialog
      className="import-dialog"
      title={t('title')}
      onClose={onClose}
      // A file dropped beside the field would open in place of the page.
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      foot={
        <Why reason={whyNot()}>
          {(explained) => (
            <button type="button" className="button primary" {...explained} onClick={use}>
              {t('use')}
            </button>
          )}
        </Why>
      }
    >
      <div className="dialog-body import-body">
        <p id="import-intro">{t('intro')}</p>
        <textarea
          ref={area}
          aria-label={t('text')}
          aria-describedby="import-intro"
          aria-invalid={result?.kind === 'problems' ? true : undefined}
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          wrap="off"
          rows={8}
          placeholder={'{\n  "hidden_size": 4096,\n  "num_attention_heads": 32,\n  …\n}'}
          // A text far too long would make the field slow, and is not read further anyway.
          value={text.length > longestText ? '' : text}
          onChange={(event) => take(event.currentTarget.value)}
        />
        <div className="import-actions">
          <input
            ref={files}
            type="file"
            className="visually-hidden"
            accept=".json,application/json,text/plain"
            tabIndex={-1}
            aria-hidden="true"
            onChange={(event) => {
              void open(event.currentTarget.files?.[0]);
              // The same file again, once it is mended, is a change as well.
              event.currentTarget.value = '';
            }}
          />
          <button type="button" className="button" onClick={() => files.current?.click()}>
            {t('choose')}
          </button>
          <button
            type="button"
            className="button quiet"
            disabled={text === ''}
            onClick={() => {
              take('');
              area.current?.focus();
            }}
          >
            {t('clear')}
          </button>
        </div>
        {/* Said once a text is read; what is seen stands beneath. */}
        <p className="visually-hidden" role="status">
          {result?.kind === 'problems' && t('problems', { count: result.problems.length })}
          {result?.kind === 'model' && foundText(t, result.model)}
        </p>
        {unread && (
          <p className="problem" role="alert">
            {t('unreadable', { ...unread })}
          </p>
        )}
        {result?.kind === 'problems' && (
          <ImportProblems
            problems={result.problems}
            onShowLine={(line) => area.current && showLine(area.current, line)}
          />
        )}
        {result?.kind === 'model' && <ImportReport result={result} />}
      </div>
    </Dialog>
  );
}
