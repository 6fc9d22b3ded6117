// Opens the report about the device.

import { useTranslation } from 'react-i18next';
import { DialogButton } from '../dialog/DialogButton';

const load = async () => (await import('./DeviceDialog')).DeviceDialog;

export function DeviceButton() {
  const { t } = useTranslation();
  const open = t('device.report');
  return (
    <DialogButton
      className="device-open"
      words={{ open, opening: open, failed: t('takeaway.failed') }}
      load={load}
    />
  );
}
