// On a phone, the bill in one line that stays in sight, and the way to the controls.

import { useTranslation } from 'react-i18next';
import { modelOf } from '../state/modelShape';
import { BillSummary } from './BillSummary';
import { Name } from './figure/Figure';
import { useControls } from './useControls';

export function PhoneSummary({ open, onOpen }: { open: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const model = useControls((c) => modelOf(c).name);
  return (
    <div className="phone-summary">
      <div className="phone-bill">
        <p className="phone-model">
          <Name>{model ?? t('controls.imported')}</Name>
        </p>
        <BillSummary />
      </div>
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
