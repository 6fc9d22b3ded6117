// What the reader sets at the chart of precision: the seed, over how many tokens; and the button that measures the whole layer.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { precisionStore } from '../../state/precision';
import type { PrecisionRunner } from '../../state/precisionRunner';
import { shaderContexts } from '../../state/shaderSettings';
import { showTokens } from '../quantity';
import { WholeNumber } from '../run/WholeNumber';
import { setControls, useControls } from '../useControls';
import { Why } from '../Why';
import { PrecisionProgress } from './PrecisionProgress';

export function PrecisionPanel({
  runner,
  isPossible,
}: {
  runner: PrecisionRunner;
  isPossible: boolean;
}) {
  const { t } = useTranslation('precision');
  const id = useId();
  const context = useControls((c) => c.shaderContext);
  const isBusy = useStore(precisionStore, ({ busy }) => busy !== null);
  const offered = [...new Set([...shaderContexts, context])].toSorted((a, b) => a - b);
  return (
    <section className="run-panel precision-panel" aria-label={t('section')}>
      <div className="run-row">
        <Why reason={isPossible ? null : t('impossible')}>
          {(explained) => (
            <button
              type="button"
              className="button primary precision-measure"
              {...explained}
              onClick={() => (isBusy ? runner.stop() : void runner.measure('whole'))}
            >
              {t(isBusy ? 'stop' : 'measure')}
            </button>
          )}
        </Why>
        <span className="inline-field">
          <label htmlFor={id}>{t('context')}</label>
          <select
            id={id}
            value={context}
            onChange={(event) => setControls({ shaderContext: Number(event.currentTarget.value) })}
          >
            {offered.map((tokens) => (
              <option key={tokens} value={tokens}>
                {showTokens(tokens)}
              </option>
            ))}
          </select>
          {t('tokens')}
        </span>
        <WholeNumber field="seed" />
      </div>
      <PrecisionProgress />
    </section>
  );
}
