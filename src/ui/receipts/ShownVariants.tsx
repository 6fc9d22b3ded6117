// Which variants the page shows: a quiet row of boxes to tick, of which one stays ticked.

import { useTranslation } from 'react-i18next';
import { variants } from '../../attention/variants';
import { baselineOf, toggled } from '../../state/controls';
import { baselineName } from '../baselineName';
import { setControls, useControls } from '../useControls';
import { VariantMark } from '../VariantMark';
import { Why } from '../Why';
import { fullName } from '../variantText';

export function ShownVariants() {
  const { t } = useTranslation();
  const shown = useControls((c) => c.shown);
  const chosen = useControls((c) => c.baseline);
  const inForce = useControls(baselineOf);
  return (
    <div className="shown-variants">
      <fieldset>
        <legend className="visually-hidden">{t('receipt.shown')}</legend>
        {variants.map(({ id, name }) => {
          const checked = shown.includes(id);
          return (
            <Why key={id} reason={checked && shown.length === 1 ? t('why.lastVariant') : null}>
              {(explained) => (
                <label title={fullName(t, id)}>
                  <input
                    type="checkbox"
                    checked={checked}
                    {...explained}
                    onChange={() => setControls({ shown: toggled(shown, id) })}
                  />
                  <VariantMark variantId={id} />
                  {name}
                </label>
              )}
            </Why>
          );
        })}
      </fieldset>
      {inForce !== chosen && (
        <p className="baseline-note">
          {t('receipt.baselineHidden', {
            hidden: baselineName(t, chosen),
            baseline: baselineName(t, inForce),
          })}
        </p>
      )}
    </div>
  );
}
