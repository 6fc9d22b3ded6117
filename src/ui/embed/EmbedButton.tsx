// Opens the dialog that makes a frame; the dialog is loaded when it is wanted.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmbedDialog } from './EmbedDialog';

export function EmbedButton() {
  const { t } = useTranslation();
  const [state, setState] = useState<'closed' | 'failed' | { Dialog: typeof EmbedDialog }>(
    'closed',
  );
  const open = async () => {
    try {
      setState({ Dialog: (await import('./EmbedDialog')).EmbedDialog });
    } catch {
      // Without a network, or where a newer page has taken the place of this one.
      setState('failed');
    }
  };
  return (
    <>
      <button
        type="button"
        className="button quiet copy-link embed-open"
        aria-haspopup="dialog"
        onClick={() => void open()}
      >
        {t('embed.open')}
      </button>
      {state === 'failed' && (
        <p className="problem" role="alert">
          {t('embed.failed')}
        </p>
      )}
      {typeof state === 'object' && <state.Dialog onClose={() => setState('closed')} />}
    </>
  );
}
