// What is wrong with a config.json, each with its line, in words.

import { useTranslation } from 'react-i18next';
import type { ImportProblem } from '../../import/model';
import { shownValues } from './shownValues';

export function ImportProblems({
  problems,
  onShowLine,
}: {
  problems: readonly ImportProblem[];
  onShowLine: (line: number) => void;
}) {
  const { t } = useTranslation('import');
  return (
    <section className="import-problems" aria-labelledby="import-problems">
      <h3 id="import-problems">{t('problems', { count: problems.length })}</h3>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.path} ${problem.code}`}>
            {problem.line !== null && (
              <button
                type="button"
                className="import-line"
                onClick={() => onShowLine(problem.line ?? 1)}
              >
                {problem.column === null
                  ? t('line', { line: problem.line })
                  : t('lineColumn', { line: problem.line, column: problem.column })}
              </button>
            )}{' '}
            <span>{t(`codes.${problem.code}`, { replace: shownValues(problem.values) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
