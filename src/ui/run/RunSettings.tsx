// How far and how often to measure, and the seed that makes a run repeatable.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { runContextChoices, runRanges } from '../../state/controls';
import { showTokens } from '../quantity';
import { setControls, useControls } from '../useControls';

export function WholeNumber({ field }: { field: 'rounds' | 'seed' }) {
  const { t } = useTranslation();
  const id = useId();
  const value = useControls((c) => c[field]);
  const { min, max } = runRanges[field];
  return (
    <span className="inline-field" title={t(`fieldNotes.${field}`)}>
      <label htmlFor={id}>{t(`fields.${field}`)}</label>
      <input
        id={id}
        type="number"
        min={min}
        max={max}
        step={1}
        value={value}
        onChange={(event) => {
          const next = event.currentTarget.valueAsNumber;
          // Half-typed numbers are below the minimum: they are corrected, not refused.
          if (Number.isInteger(next)) setControls({ [field]: Math.min(Math.max(next, min), max) });
        }}
      />
    </span>
  );
}

export function RunSettings() {
  const { t } = useTranslation();
  const id = useId();
  const runContext = useControls((c) => c.runContext);
  const choices = [...new Set([...runContextChoices, runContext])].toSorted((a, b) => a - b);
  return (
    <>
      <span className="inline-field">
        <label htmlFor={id}>{t('run.upTo')}</label>
        <select
          id={id}
          value={runContext}
          onChange={(event) => setControls({ runContext: Number(event.currentTarget.value) })}
        >
          {choices.map((tokens) => (
            <option key={tokens} value={tokens}>
              {showTokens(tokens)}
            </option>
          ))}
        </select>
      </span>
      <details className="run-details pop">
        <summary>{t('run.details')}</summary>
        <div>
          <WholeNumber field="rounds" />
          <WholeNumber field="seed" />
        </div>
      </details>
    </>
  );
}
