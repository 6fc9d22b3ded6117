// What a racer is called: its variant, with the mode where there is a choice, and the CPU where that runs beside a GPU.

import { useTranslation } from 'react-i18next';
import type { Racing } from '../../engine/protocol';
import { useVariantLabel } from '../charts/LineKey';

export function useRacerName(): (racing: Racing) => string {
  const { t } = useTranslation('race');
  const label = useVariantLabel();
  return ({ variantId, mode, ranOn }) => {
    const name = label(variantId, mode);
    return ranOn === 'cpu' ? t('onCpu', { name }) : name;
  };
}
