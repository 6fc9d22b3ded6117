// Whether the outputs agree with float64 on the same inputs: green with error and bound, red when they do not.

import { Trans, useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { resultsStore, verdictOf } from '../../state/results';
import { Computed } from '../figure/Figure';
import { exact, showError } from '../quantity';
import { variantLabel } from '../variantText';

const sign = { none: '○', partial: '○', agrees: '✓', disagrees: '✗' } as const;

export function AgreementBadge() {
  const { t } = useTranslation();
  const run = useStore(resultsStore, (s) => s.run);
  const agreements = useStore(resultsStore, (s) => s.agreements);
  const failures = useStore(resultsStore, (s) => s.failures);
  const { verdict, worst, checked, total } = verdictOf({ run, agreements, failures });
  const words = t(`agreement.${verdict}`, { count: checked, total });
  const mark = <span aria-hidden="true">{sign[verdict]}</span>;
  if (!worst) {
    return (
      <p className="badge none" data-kind="measured">
        {mark} {words}
      </p>
    );
  }
  const figures = { error: showError(worst.error), bound: showError(worst.bound) };
  return (
    <details className={`badge pop ${verdict}`} data-verdict={verdict} data-kind="measured">
      <summary>
        {mark}{' '}
        <Trans
          i18nKey="agreement.worst"
          values={{ verdict: words, ...figures }}
          components={{ b: <b />, bound: <Computed /> }}
        />
      </summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div className="checks" tabIndex={0} role="region" aria-label={t('agreement.details')}>
        <table>
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
              <tr
                key={`${variantId} ${mode} ${context}`}
                className={agrees ? undefined : 'problem'}
              >
                <td data-kind="name">{variantLabel(t, variantId, mode)}</td>
                <td data-kind="chosen">{exact(context)}</td>
                <td data-kind="measured">{showError(error)}</td>
                <td data-kind="computed">{showError(bound)}</td>
                <td>{t(agrees ? 'agreement.yes' : 'agreement.no')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
