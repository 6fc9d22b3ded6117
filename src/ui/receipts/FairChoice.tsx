// What the proposals have in common with the model's own variant: heads, cache, or parameters.

import { useTranslation } from 'react-i18next';
import { fairs } from '../../state/controls';
import { Choice } from '../Choice';
import { setControls, useControls } from '../useControls';

export function FairChoice() {
  const { t } = useTranslation();
  const fair = useControls((c) => c.fair);
  return (
    <div className="fair-choice">
      <Choice
        legend={t('fair.legend')}
        legendShown
        value={fair}
        options={fairs.map((value) => ({ value, label: t(`fair.${value}`) }))}
        onChange={(next) => setControls({ fair: next })}
      />
      <p className="fair-note">{t(`fair.notes.${fair}`)}</p>
    </div>
  );
}
