// A quiet button that offers a chart as a file, and says how that went.

import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLink } from '../../address';
import type { FigureKind } from '../../figure/kinds';
import { Popover } from '../../popover/Popover';
import type { Table } from '../csv';
import { saveFormats, type SaveFormat } from './formats';

interface Progress {
  readonly status: 'saving' | 'saved' | 'failed';
  readonly file: string;
  readonly reason: string;
}

/** `chart` is the id of the `<figure>` that this stands in. */
export function SaveMenu({
  chart,
  title,
  kind,
  table,
}: {
  chart: string;
  title: string;
  kind: FigureKind;
  table: Table;
}) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const [progress, setProgress] = useState<Progress | null>(null);
  const save = async (figure: Element | null, format: SaveFormat) => {
    if (!figure) return;
    const file = `${chart}.${format}`;
    setProgress({ status: 'saving', file, reason: '' });
    try {
      const link = currentLink();
      const finding = figure.querySelector<HTMLElement>('.finding')?.innerText.trim() ?? '';
      const words = { chart, title, finding, kind, link };
      const source = t('save.source', { page: t('title'), link });
      const { saveChart } = await import('./saveChart');
      await saveChart({ figure, words, source, language: i18n.language, table }, format, file);
      setProgress({ status: 'saved', file, reason: '' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setProgress({ status: 'failed', file, reason });
    }
  };
  const hasRows = table.rows.length > 0;
  return (
    <Popover
      className="button quiet save-open"
      button={t('save.open')}
      title={t('save.title')}
      panelClassName="save-menu"
    >
      {() => (
        <>
          <span className="save-formats">
            {saveFormats.map((format) => (
              <button
                key={format}
                type="button"
                className="button"
                {...(!hasRows && (format === 'csv' || format === 'json')
                  ? { disabled: true, 'aria-describedby': `${id}-none` }
                  : {})}
                onClick={(event) => void save(event.currentTarget.closest('figure'), format)}
              >
                <b>{format.toUpperCase()}</b> <span>{t(`save.formats.${format}`)}</span>
              </button>
            ))}
          </span>
          {!hasRows && (
            <span id={`${id}-none`} className="popover-note">
              {t('save.noRows')}
            </span>
          )}
          <span
            role="status"
            className={progress?.status === 'failed' ? 'save-status problem' : 'save-status'}
            data-status={progress?.status}
          >
            {progress && t(`save.${progress.status}`, { ...progress })}
          </span>
        </>
      )}
    </Popover>
  );
}
