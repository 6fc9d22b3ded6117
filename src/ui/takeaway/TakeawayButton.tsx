// Opens the dialog of what is taken away.

import { useTranslation } from 'react-i18next';
import { DialogButton } from '../dialog/DialogButton';

const load = async () => (await import('./TakeawayDialog')).TakeawayDialog;

export function TakeawayButton() {
  const { t } = useTranslation();
  const open = t('takeaway.open');
  return (
    <DialogButton
      className="copy-link takeaway-open"
      words={{ open, opening: open, failed: t('takeaway.failed') }}
      load={load}
    />
  );
}
