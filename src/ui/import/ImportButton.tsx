// Opens the dialog that imports a config.json; the dialog and its reader are loaded when they are wanted.

import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

const ImportDialog = lazy(() =>
  import('./ImportDialog').then((module) => ({ default: module.ImportDialog })),
);

export function ImportButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button quiet import-open"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('controls.import')}
      </button>
      {open && (
        <Suspense
          fallback={
            <span className="visually-hidden" role="status">
              {t('controls.importing')}
            </span>
          }
        >
          <ImportDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
