// How a figure's own measurement ended: what it found, whether all of it agrees with float64, and what failed.

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunFailure } from '../../engine/protocol';
import type { Results, Verdict } from '../../state/results';
import { failureText } from '../failureText';
import { useControls } from '../useControls';

export function MeasureEnd({
  status,
  verdict: { verdict, checked, total },
  failure,
  children,
}: {
  status: Results['status'];
  verdict: Pick<Verdict, 'verdict' | 'checked' | 'total'>;
  /** Why all of it failed. */
  failure: RunFailure | null;
  /** Before the verdict, once it has ended. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const unit = useControls((c) => c.byteUnit);
  const busy = status === 'running' || status === 'stopping';
  return (
    <div role="status" data-status={status} data-kind="measured" className="chart-note measure-end">
      {!busy && children}
      {!busy && verdict !== 'none' && (
        <p className={verdict === 'disagrees' ? 'problem' : undefined}>
          {t(`agreement.${verdict}`, { count: checked, total })}
        </p>
      )}
      {failure && <p className="problem">{failureText(t, failure, unit)}</p>}
    </div>
  );
}
