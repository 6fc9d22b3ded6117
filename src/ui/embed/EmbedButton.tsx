// Opens the dialog that makes a frame.

import { useTranslation } from 'react-i18next';
import { DialogButton } from '../dialog/DialogButton';

const load = async () => (await import('./EmbedDialog')).EmbedDialog;

export function EmbedButton() {
  const { t } = useTranslation();
  const open = t('embed.open');
  return (
    <DialogButton
      className="copy-link embed-open"
      words={{ open, opening: open, failed: t('embed.failed') }}
      load={load}
    />
  );
}
