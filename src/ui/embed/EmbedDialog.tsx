// The dialog that makes a frame of what is shown: its choices, the HTML to paste, and how it will look.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { presentationStore, themes } from '../../state/presentation';
import { viewIds } from '../../state/views';
import { currentLink } from '../address';
import { Dialog } from '../dialog/Dialog';
import { languageOptions } from '../languageOptions';
import { useCopy } from '../useCopy';
import { Choice } from '../Choice';
import {
  embedAddress,
  embedCode,
  keptLock,
  leastFrame,
  locksOf,
  openControls,
  type EmbedChoice,
} from './embedCode';
import '../style/embed.css';

function Size({
  name,
  value,
  least,
  onChange,
}: {
  name: string;
  value: number;
  least: number;
  onChange: (value: number) => void;
}) {
  return (
    <label className="inline-field">
      {name}
      <input
        type="number"
        min={least}
        max={4096}
        step={10}
        defaultValue={value}
        onChange={({ currentTarget }) => {
          if (currentTarget.validity.valid) onChange(currentTarget.valueAsNumber);
        }}
      />
    </label>
  );
}

export function EmbedDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { language, theme } = useStore(presentationStore);
  const [page] = useState(currentLink);
  const [choice, setChoice] = useState<EmbedChoice>({
    view: 'receipts',
    lock: 'none',
    theme,
    language,
    width: 640,
    height: 480,
  });
  const change = (part: Partial<EmbedChoice>) => {
    setChoice((before) => ({ ...before, ...part }));
  };
  const locks = locksOf(choice.view);
  const lockText = (lock: EmbedChoice['lock']) => {
    const open = openControls(choice.view, lock).map((name) => t(`embed.controls.${name}`));
    return open.length > 0
      ? new Intl.ListFormat(i18n.language).format(open)
      : t('embed.nothingToChange');
  };
  const html = embedCode(page, choice, t('title'));
  const { field, said, copy } = useCopy(html);
  return (
    <Dialog className="embed-dialog" title={t('embed.title')} onClose={onClose}>
      <div className="dialog-body embed-body">
        <p>{t('embed.intro')}</p>
        <div className="embed-choices">
          <label className="inline-field">
            {t('embed.view')}
            <select
              value={choice.view}
              onChange={(event) => {
                const view = viewIds.find((each) => each === event.currentTarget.value);
                if (view) change({ view, lock: keptLock(view, choice.lock) });
              }}
            >
              {viewIds.map((view) => (
                <option key={view} value={view}>
                  {t(`views.${view}`)}
                </option>
              ))}
            </select>
          </label>
          {locks.length > 1 && (
            <Choice
              legend={t('embed.lock')}
              legendShown
              value={choice.lock}
              options={locks.map((value) => ({ value, label: lockText(value) }))}
              onChange={(lock) => change({ lock })}
            />
          )}
          <Choice
            legend={t('embed.theme')}
            legendShown
            value={choice.theme}
            options={themes.map((value) => ({ value, label: t(`header.themes.${value}`) }))}
            onChange={(next) => change({ theme: next })}
          />
          <Choice
            legend={t('embed.language')}
            legendShown
            value={choice.language}
            options={languageOptions}
            onChange={(next) => change({ language: next })}
          />
          <div className="embed-size" role="group" aria-label={t('embed.size')}>
            <Size
              name={t('embed.width')}
              value={choice.width}
              least={leastFrame.width}
              onChange={(width) => change({ width })}
            />
            <Size
              name={t('embed.height')}
              value={choice.height}
              least={leastFrame.height}
              onChange={(height) => change({ height })}
            />
          </div>
        </div>
        <label className="embed-code">
          {t('embed.code')}
          <textarea
            ref={field}
            readOnly
            rows={4}
            value={html}
            onFocus={(event) => event.currentTarget.select()}
          />
        </label>
        <button type="button" className="button primary" onClick={copy}>
          {t(`embed.${said}`)}
        </button>
        <h3>{t('embed.preview')}</h3>
        <div className="embed-preview">
          <iframe
            src={embedAddress(page, choice)}
            title={t('embed.preview')}
            width={choice.width}
            height={choice.height}
            loading="lazy"
          />
        </div>
      </div>
    </Dialog>
  );
}
