// How far the measurement of precision is, and what became of it.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { precisionStore, type PrecisionState } from '../../state/precision';
import { exact } from '../quantity';
import { variantLabel } from '../variantText';

function stageText(t: TFunction, s: TFunction<'precision'>, { busy }: PrecisionState): string {
  if (!busy?.stage) return s('starting');
  const { variantId, mode, at } = busy.stage;
  const name = variantLabel(t, variantId, mode);
  return at === 'weights'
    ? s('stages.weights', { name })
    : s('stages.format', { name, format: at });
}

function endText(
  s: TFunction<'precision'>,
  { failure, stopped, measured }: PrecisionState,
): string {
  if (failure !== null) return s('failed', { reason: failure });
  if (stopped) return s('stopped');
  if (!measured) return '';
  const { dims, context, seed } = measured.requests[measured.size].cache;
  return s('measured', { heads: exact(dims.queryHeads), tokens: exact(context), seed });
}

export function PrecisionProgress() {
  const { t } = useTranslation();
  const { t: s } = useTranslation('precision');
  const state = useStore(precisionStore);
  const { busy, failure } = state;
  return (
    <div className="run-progress">
      <progress
        aria-label={s('section')}
        max={1}
        value={busy?.stage?.fraction ?? 0}
        hidden={!busy}
      />
      <p className="stage" data-kind="chosen">
        {busy && stageText(t, s, state)}
      </p>
      <p
        className={failure === null ? 'run-end' : 'run-end problem'}
        role="status"
        data-kind="chosen"
      >
        {busy ? '' : endText(s, state)}
      </p>
    </div>
  );
}
