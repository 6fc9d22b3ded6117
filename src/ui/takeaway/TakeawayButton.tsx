// Opens the dialog of what is taken away; the dialog is loaded when it is wanted.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TakeawayDialog } from './TakeawayDialog';

export function TakeawayButton() {
  const { t } = useTranslation();
  const [state, setState] = useState<'closed' | 'failed' | { Dialog: typeof TakeawayDialog }>(
    'closed',
  );
  const open = async () => {
    try {
      setState({ Dialog: (await import('./TakeawayDialog')).TakeawayDialog });
    } catch {
      // Without a network, or where a newer page has taken the place of this one.
      setState('failed');
    }
  };
  return (
    <>
      <button
        type="button"
        className="button quiet copy-link"
        aria-haspopup="dialog"
        onClick={() => void open()}
      >
        {t('takeaway.open')}
      </button>
      {state === 'failed' && (
        <p className="problem" role="alert">
          {t('takeaway.failed')}
        </p>
      )}
      {typeof state === 'object' && <state.Dialog onClose={() => setState('closed')} />}
    </>
  );
}
