// A text to take away: it scrolls, is copied by a press, and saved where it is a file.

import { useTranslation } from 'react-i18next';
import type { FigureKind } from '../figure/kinds';
import { saveFile } from '../saveFile';
import { useCopy } from '../useCopy';

interface File {
  readonly name: string;
  readonly type: string;
}

const save = (text: string, { name, type }: File): void =>
  saveFile(new Blob([text], { type: `${type};charset=utf-8` }), name);

export function TakenText({
  label,
  text,
  rows,
  file,
  kind = 'computed',
}: {
  label: string;
  text: string;
  rows: number;
  file?: File;
  kind?: FigureKind;
}) {
  const { t } = useTranslation('takeaway');
  const { field, said, copy } = useCopy(text);
  return (
    <div className="taken-text">
      <textarea
        ref={field}
        aria-label={label}
        data-kind={kind}
        readOnly
        rows={rows}
        spellCheck={false}
        wrap="off"
        value={text}
      />
      <div className="taken-actions">
        <button type="button" className="button primary" onClick={copy}>
          {t(said)}
        </button>
        {file && (
          <button type="button" className="button" onClick={() => save(text, file)}>
            {t('download', { file: file.name })}
          </button>
        )}
        <span className="visually-hidden" role="status">
          {said === 'copy' ? '' : t(said)}
        </span>
      </div>
    </div>
  );
}
