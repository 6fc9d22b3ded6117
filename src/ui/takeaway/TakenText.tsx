// A text to take away: it scrolls, is copied by a press, and saved where it is a file.

import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface File {
  readonly name: string;
  readonly type: string;
}

function save(text: string, { name, type }: File): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export function TakenText({
  label,
  text,
  rows,
  file,
}: {
  label: string;
  text: string;
  rows: number;
  file?: File;
}) {
  const { t } = useTranslation('takeaway');
  const area = useRef<HTMLTextAreaElement>(null);
  const [tried, setTried] = useState<{ text: string; result: 'copied' | 'notCopied' } | null>(null);
  // Another text has not been copied yet.
  const copied = tried?.text === text ? tried.result : 'copy';
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setTried({ text, result: 'copied' }),
      () => {
        area.current?.select();
        setTried({ text, result: 'notCopied' });
      },
    );
  return (
    <div className="taken-text">
      <textarea
        ref={area}
        aria-label={label}
        data-kind="computed"
        readOnly
        rows={rows}
        spellCheck={false}
        wrap="off"
        value={text}
      />
      <div className="taken-actions">
        <button type="button" className="button primary" onClick={() => void copy()}>
          {t(copied)}
        </button>
        {file && (
          <button type="button" className="button" onClick={() => save(text, file)}>
            {t('download', { file: file.name })}
          </button>
        )}
        <span className="visually-hidden" role="status">
          {copied === 'copy' ? '' : t(copied)}
        </span>
      </div>
    </div>
  );
}
