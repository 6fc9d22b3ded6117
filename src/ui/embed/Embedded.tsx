// The page in a frame of an article or a lecture: the views asked for, at most three controls that they read, and the way to the whole page.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { formatIds } from '../../attention/format';
import { presentationStore } from '../../state/presentation';
import { viewControls, type FrameControl, type ViewId } from '../../state/views';
import { fullLink } from '../address';
import { Field } from '../controls/Field';
import { ModelSelect } from '../controls/ModelSelect';
import { LinkNotices } from '../LinkNotices';
import { setControls, useControls } from '../useControls';
import { useLocked } from '../useLocked';
import { Views } from './Views';

const usualViews: readonly ViewId[] = ['receipts'];

export function Embedded() {
  const { t } = useTranslation();
  const show = useStore(presentationStore, (s) => s.show);
  const isLocked = useLocked();
  const format = useControls((c) => c.format);
  const views = show ?? usualViews;
  const isOffered = (control: FrameControl) =>
    !isLocked(control) && views.some((view) => viewControls[view].includes(control));
  return (
    <>
      <header className="embed-head">
        <h1>{t('title')}</h1>
        <a
          href={fullLink()}
          target="_blank"
          rel="noopener"
          // What is shown may have changed since the link was made.
          onPointerDown={(event) => (event.currentTarget.href = fullLink())}
          onFocus={(event) => (event.currentTarget.href = fullLink())}
        >
          {t('embed.openFull')}
        </a>
      </header>
      <div className="embed-controls" id="controls">
        {isOffered('model') && <ModelSelect label={t('controls.preset')} />}
        {isOffered('ctx') && <Field field="context" />}
        {isOffered('format') && (
          <label className="inline-field" data-field="format">
            <span>{t('controls.format')}</span>
            <select
              value={format}
              onChange={(event) => {
                const next = formatIds.find((id) => id === event.currentTarget.value);
                if (next) setControls({ format: next });
              }}
            >
              {formatIds.map((id) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
        )}
      </div>
      <main id="results" tabIndex={-1}>
        <LinkNotices />
        <Views views={views} />
      </main>
    </>
  );
}
