// What chart C3 says under the pointer: each variant's bound and, where there is one, its measured median.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { variantById } from '../../attention/variants';
import type { BoundLine } from '../../state/decode';
import { resultsStore } from '../../state/results';
import { showTime } from '../quantity';
import { ChartTip, type TipPlace } from './ChartTip';

export function DecodeTip({
  bounds,
  contexts,
  ...place
}: { bounds: readonly BoundLine[]; contexts: readonly number[] } & TipPlace) {
  const { t } = useTranslation();
  const points = useStore(resultsStore, (s) => s.points);
  const name = (variantId: string, figure: string) =>
    t('decode.tip', { variant: variantById(variantId).name, figure });
  return (
    <ChartTip
      {...place}
      show={showTime}
      valuesAt={(context) => [
        ...bounds.map(({ variantId, mode, boundNs }) => ({
          variantId,
          mode,
          name: name(variantId, t('decode.columns.bound')),
          value: boundNs[contexts.indexOf(context)] ?? 0,
        })),
        ...points
          .filter(
            ({ context: at, variantId }) =>
              at === context && bounds.some((bound) => bound.variantId === variantId),
          )
          .map(({ variantId, mode, medianNs }) => ({
            variantId,
            mode,
            name: name(variantId, t('decode.columns.median')),
            value: medianNs,
            kind: 'measured' as const,
          })),
      ]}
    />
  );
}
