// The button by which a figure measures on this device, and how far it is.

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../state/results';
import { Why } from '../Why';

export function MeasureRow({
  status,
  fraction,
  start,
  hindrance,
  onStart,
  onStop,
  children,
}: {
  status: Results['status'];
  /** Between 0 and 1. */
  fraction: number;
  /** What the button says while nothing is measured. */
  start: string;
  /** Why it cannot start; null where it can. */
  hindrance: string | null;
  onStart: () => void;
  onStop: () => void;
  /** What it does now. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const busy = status === 'running' || status === 'stopping';
  const going = status === 'stopping' ? t('why.stopping') : null;
  return (
    <div className="run-row measure-row">
      {/* One button in one place, so that a second click cannot land on something else. */}
      <Why reason={busy ? going : hindrance}>
        {(explained) => (
          <button type="button" className="button" {...explained} onClick={busy ? onStop : onStart}>
            {busy ? t('run.stop') : start}
          </button>
        )}
      </Why>
      {busy && <progress aria-label={t('run.progress')} max={1} value={fraction} />}
      {children}
    </div>
  );
}
