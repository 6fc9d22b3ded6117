// On a phone, the bill in one line that stays in sight, and the way to the controls.

import { useTranslation } from 'react-i18next';
import { BillSummary } from './BillSummary';

export function PhoneSummary({ open, onOpen }: { open: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="phone-summary">
      <BillSummary />
      <button
        type="button"
        className="button"
        aria-expanded={open}
        aria-controls="controls"
        onClick={onOpen}
      >
        {t('controls.open')}
      </button>
    </div>
  );
}
