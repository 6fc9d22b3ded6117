// Opens the dialog that imports a config.json; its reader is loaded with it.

import { useTranslation } from 'react-i18next';
import { DialogButton } from '../dialog/DialogButton';

const load = async () => (await import('./ImportDialog')).ImportDialog;

export function ImportButton() {
  const { t } = useTranslation();
  return (
    <DialogButton
      className="import-open"
      words={{
        open: t('controls.import'),
        opening: t('controls.importing'),
        failed: t('controls.importFailed'),
      }}
      load={load}
    />
  );
}
