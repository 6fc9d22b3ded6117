// Whether the outputs agree with float64 on the same inputs: green with error and bound, red when they do not.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { resultsStore, verdictOf } from '../../state/results';
import { useVariantLabel } from '../charts/LineKey';
import { exact, showError } from '../quantity';

const sign = { none: '○', agrees: '✓', disagrees: '✗' } as const;

export function AgreementBadge() {
  const { t } = useTranslation();
  const label = useVariantLabel();
  const agreements = useStore(resultsStore, (s) => s.agreements);
  const { verdict, worst } = verdictOf(agreements);
  const words = (
    <>
      <span aria-hidden="true">{sign[verdict]}</span> {t(`agreement.${verdict}`)}
    </>
  );
  if (!worst) return <p className="badge none">{words}</p>;
  return (
    <details className={`badge ${verdict}`} data-verdict={verdict}>
      <summary>
        {words}:{' '}
        <span className="badge-error">
          {t('agreement.worst', { error: showError(worst.error), bound: showError(worst.bound) })}
        </span>
      </summary>
      <table aria-label={t('agreement.details')}>
        <thead>
          <tr>
            <th scope="col">{t('chart.variant')}</th>
            <th scope="col">{t('decode.columns.context')}</th>
            <th scope="col">{t('agreement.error')}</th>
            <th scope="col">{t('agreement.bound')}</th>
            <th scope="col">{t('agreement.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {agreements.map(({ variantId, mode, context, error, bound, agrees }) => (
            <tr key={`${variantId} ${mode} ${context}`} className={agrees ? undefined : 'problem'}>
              <td>{label(variantId, mode)}</td>
              <td>{exact(context)}</td>
              <td>{showError(error)}</td>
              <td>{showError(bound)}</td>
              <td>{t(agrees ? 'agreement.yes' : 'agreement.no')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
