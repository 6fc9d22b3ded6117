// How far and how often to measure, and the seed that makes a run repeatable.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { runContextChoices } from '../../state/controls';
import { showTokens } from '../quantity';
import { setControls, useControls } from '../useControls';
import { WholeNumber } from './WholeNumber';

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
