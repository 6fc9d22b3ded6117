// The model's own bill in one line: bytes a token, and how that compares with the baseline.

import { Trans, useTranslation } from 'react-i18next';
import { billsOf, ownBill } from '../state/bills';
import { baselineOf } from '../state/controls';
import { baselineName } from './baselineName';
import { Computed } from './figure/Figure';
import { exact, showBytes } from './quantity';
import { RatioText } from './RatioText';
import { useControls } from './useControls';
import { VariantMark } from './VariantMark';

export function BillSummary() {
  const { t } = useTranslation();
  const bill = useControls((c) => ownBill(billsOf(c)));
  const baseline = useControls(baselineOf);
  const unit = useControls((c) => c.byteUnit);
  if (!bill) return null;
  const { variant, mode, charges } = bill;
  return (
    <p className="bill-summary">
      <VariantMark variantId={variant.id} mode={mode} />{' '}
      {charges ? (
        <Trans
          i18nKey="receipt.summary"
          values={{ variant: variant.name, bytes: showBytes(charges.receipt.tokenBytes, unit) }}
          components={{
            bytes: (
              <Computed
                sum={() =>
                  charges.receipt.parts.map(({ stages: [{ value, bytes }] }) => ({
                    name: t('receipt.perToken'),
                    expression: `${exact(charges.receipt.tokenLayerBytes)} B × ${exact(value)}`,
                    value: `${exact(bytes)} B`,
                  }))
                }
              />
            ),
          }}
        />
      ) : (
        t('receipt.summaryVoid', { variant: variant.name })
      )}
      {bill.key !== baseline && charges && (
        <span className="phone-ratio">
          <RatioText
            name={variant.name}
            charges={charges}
            baseline={baselineName(t, baseline)}
            isBaseline={false}
          />
        </span>
      )}
    </p>
  );
}
