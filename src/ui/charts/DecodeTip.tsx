// What chart C3 says under the pointer: each variant's bound and, where there is one, its measured median.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { variantById } from '../../attention/variants';
import { resultsStore } from '../../state/results';
import { showTime } from '../quantity';
import { VariantMark } from '../VariantMark';
import type { Drawn } from './DecodeChart';
import { TipFrame } from './TipFrame';

/** Over a run. */
export const RunTip = (drawn: Drawn) => <DecodeTip {...drawn} withRun />;

/** Over a race, whose laps are too many to be listed. */
export const RaceTip = (drawn: Drawn) => <DecodeTip {...drawn} withRun={false} />;

function DecodeTip({
  bounds,
  contexts,
  withRun,
  active,
  label,
}: Drawn & {
  /** Whether the run's medians stand beside the bounds. */
  withRun: boolean;
  /** What Recharts fills in: whether there is a pointer, and its place on the axis. */
  active?: boolean;
  label?: string | number;
}) {
  const { t } = useTranslation();
  const points = useStore(resultsStore, (s) => s.points);
  if (!active || label === undefined) return null;
  const context = Number(label);
  const values = [
    ...bounds.map(({ variantId, mode, boundNs }) => ({
      variantId,
      mode,
      figure: 'bound' as const,
      kind: 'computed' as const,
      ns: boundNs[contexts.indexOf(context)] ?? 0,
    })),
    ...(withRun ? points : [])
      .filter(
        ({ context: at, variantId }) =>
          at === context && bounds.some((bound) => bound.variantId === variantId),
      )
      .map(({ variantId, mode, medianNs }) => ({
        variantId,
        mode,
        figure: 'median' as const,
        kind: 'measured' as const,
        ns: medianNs,
      })),
  ];
  return (
    <TipFrame title={t('chart.tokens', { count: context })}>
      {values
        .toSorted((a, b) => b.ns - a.ns)
        .map(({ variantId, mode, figure, kind, ns }) => (
          <li key={`${variantId} ${figure}`}>
            <VariantMark variantId={variantId} mode={mode} />
            {t('decode.tip', {
              variant: variantById(variantId).name,
              figure: t(`decode.columns.${figure}`),
            })}{' '}
            <b className={kind} data-kind={kind}>
              {showTime(ns)}
            </b>
          </li>
        ))}
    </TipFrame>
  );
}
