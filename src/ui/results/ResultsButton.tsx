// Opens the dialog of results.

import { useTranslation } from 'react-i18next';
import { DialogButton } from '../dialog/DialogButton';

const load = async () => (await import('./ResultsDialog')).ResultsDialog;

export function ResultsButton() {
  const { t } = useTranslation();
  const open = t('device.results');
  return (
    <DialogButton
      className="results-open"
      words={{ open, opening: open, failed: t('takeaway.failed') }}
      load={load}
    />
  );
}
