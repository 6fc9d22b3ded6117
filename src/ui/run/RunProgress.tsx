// How far a run is, and in the live region how it ended: only that is worth interrupting a screen reader for.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { variantById } from '../../attention/variants';
import type { ByteUnit } from '../../state/controls';
import { resultsStore, verdictOf, type Results } from '../../state/results';
import { failureText } from '../failureText';
import { exact } from '../quantity';
import { useControls } from '../useControls';

function stageText(t: TFunction, { status, progress }: Results): string {
  if (status === 'stopping') return t('run.stopping');
  if (status !== 'running') return '';
  if (!progress) return t('run.stages.start');
  return t(`run.stages.${progress.stage}`, {
    variant: variantById(progress.variantId).name,
    tokens: exact(progress.context),
  });
}

function endText(t: TFunction, results: Results, unit: ByteUnit): string {
  const { status, points, failures, failure } = results;
  const counts = { count: points.length, failures: failures.length };
  if (status === 'finished') {
    const { verdict, checked, total } = verdictOf(results);
    return t('run.finished', {
      ...counts,
      verdict: t(`agreement.${verdict}`, { count: checked, total }),
    });
  }
  if (status === 'stopped') return t('run.stopped', counts);
  if (status === 'failed') {
    return t('run.failed', { reason: failure ? failureText(t, failure, unit) : '' });
  }
  return '';
}

export function RunProgress() {
  const { t } = useTranslation();
  const results = useStore(resultsStore);
  const unit = useControls((c) => c.byteUnit);
  const busy = results.status === 'running' || results.status === 'stopping';
  const ended = endText(t, results, unit);
  return (
    <div className="run-progress">
      <progress
        aria-label={t('run.progress')}
        max={1}
        value={busy ? (results.progress?.fraction ?? 0) : 0}
        hidden={!busy}
      />
      <p className="stage" data-kind="chosen">
        {busy ? stageText(t, results) : ended === '' ? t('run.idle') : ''}
      </p>
      <p
        className={results.status === 'failed' ? 'run-end problem' : 'run-end'}
        role="status"
        data-status={results.status}
        data-kind="measured"
      >
        {ended}
      </p>
    </div>
  );
}
