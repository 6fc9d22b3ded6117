// The model's own bill in one line: bytes a token, and how that compares with the baseline.

import { useTranslation } from 'react-i18next';
import { baselineName } from './baselineName';
import { billsOf, ownBill } from '../state/bills';
import { baselineOf } from '../state/controls';
import { showBytes } from './quantity';
import { ratioText } from './ratioText';
import { useControls } from './useControls';
import { VariantMark } from './VariantMark';

export function BillSummary() {
  const { t } = useTranslation();
  const bill = useControls((c) => ownBill(billsOf(c)));
  const baseline = useControls(baselineOf);
  const unit = useControls((c) => c.byteUnit);
  if (!bill) return null;
  const { variant, mode, charges } = bill;
  const isBaseline = bill.key === baseline;
  const perToken = charges?.receipt.tokenBytes;
  return (
    <p className="bill-summary">
      <VariantMark variantId={variant.id} mode={mode} />{' '}
      {perToken === undefined
        ? t('receipt.summaryVoid', { variant: variant.name })
        : t('receipt.summary', { variant: variant.name, bytes: showBytes(perToken, unit) })}
      {!isBaseline && charges && (
        <span className="phone-ratio">
          {ratioText(t, charges, baselineName(t, baseline), isBaseline)}
        </span>
      )}
    </p>
  );
}
