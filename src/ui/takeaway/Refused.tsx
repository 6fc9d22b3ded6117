// Why there is nothing to take away, and what to do about it.

import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { FieldProblem } from '../../state/scales';
import { problemText } from '../problemText';

export function Refused({ children }: { children: ReactNode }) {
  const { t } = useTranslation('takeaway');
  return (
    <div className="refused" role="status">
      <p className="stamp">{t('refused')}</p>
      <div data-kind="computed">{children}</div>
    </div>
  );
}

/** Sizes and settings that are impossible, each in the words of its control. */
export function Impossible({
  problems,
}: {
  problems: readonly Pick<FieldProblem, 'code' | 'values'>[];
}) {
  const { t } = useTranslation();
  const { t: w } = useTranslation('takeaway');
  const said = [...new Set(problems.map((problem) => problemText(t, problem)))];
  return (
    <Refused>
      <p>{w('impossible')}</p>
      <ul>
        {said.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Refused>
  );
}
