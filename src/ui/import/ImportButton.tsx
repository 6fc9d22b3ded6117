// Opens the dialog that imports a config.json; the dialog and its reader are loaded when they are wanted.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportDialog } from './ImportDialog';

export function ImportButton() {
  const { t } = useTranslation();
  const [state, setState] = useState<
    'closed' | 'opening' | 'failed' | { Dialog: typeof ImportDialog }
  >('closed');
  const open = async () => {
    setState('opening');
    try {
      const loaded = await import('./ImportDialog');
      setState({ Dialog: loaded.ImportDialog });
    } catch {
      // Without a network, or where a newer page has taken the place of this one.
      setState('failed');
    }
  };
  return (
    <>
      <button
        type="button"
        className="button quiet import-open"
        aria-haspopup="dialog"
        onClick={() => void open()}
      >
        {state === 'opening' ? t('controls.importing') : t('controls.import')}
      </button>
      {state === 'failed' && (
        <p className="problem" role="alert">
          {t('controls.importFailed')}
        </p>
      )}
      {typeof state === 'object' && <state.Dialog onClose={() => setState('closed')} />}
    </>
  );
}
