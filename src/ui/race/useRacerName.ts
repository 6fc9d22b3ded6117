// What a racer is called: its variant, with the mode where there is a choice, and the CPU where that runs beside a GPU.

import { useTranslation } from 'react-i18next';
import type { Racing } from '../../engine/protocol';
import { variantLabel } from '../variantText';

export function useRacerName(): (racing: Racing) => string {
  const { t } = useTranslation();
  const { t: s } = useTranslation('race');
  return ({ variantId, mode, ranOn }) => {
    const name = variantLabel(t, variantId, mode);
    return ranOn === 'cpu' ? s('onCpu', { name }) : name;
  };
}
