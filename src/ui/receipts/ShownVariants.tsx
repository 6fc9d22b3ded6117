// Which variants the page shows: a quiet row of boxes to tick, of which one stays ticked.

import { useTranslation } from 'react-i18next';
import { variants } from '../../attention/variants';
import { baselineOf, toggled } from '../../state/controls';
import { baselineName } from '../baselineName';
import { setControls, useControls } from '../useControls';
import { VariantMark } from '../VariantMark';
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
            <label key={id} title={fullName(t, id)}>
              <input
                type="checkbox"
                checked={checked}
                disabled={checked && shown.length === 1}
                onChange={() => setControls({ shown: toggled(shown, id) })}
              />
              <VariantMark variantId={id} />
              {name}
            </label>
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
