// What the figures of the serving charts assume, in a few sentences beneath each.

import { useTranslation } from 'react-i18next';
import type { StepTime } from '../../price/stepTime';
import { ceilingsOf, type DeploymentChoice } from '../../state/deployment';
import { exact } from '../quantity';

export function ServingNotes({
  choice,
  steps,
  ofPrompt = false,
  ends,
}: {
  choice: DeploymentChoice;
  /** One of each line that is drawn. */
  steps: readonly StepTime[];
  ofPrompt?: boolean;
  /** What the end of a line means. */
  ends: string;
}) {
  const { t } = useTranslation('serving');
  const reads = new Set(steps.map(({ restRead }) => restRead));
  return (
    <p data-kind="computed">
      {[
        ends,
        t('notes.step'),
        ...(ofPrompt ? [t('notes.prompt')] : []),
        ...[...reads].map((read) => t(`notes.restRead.${read}`)),
        t(`notes.${ceilingsOf(choice).arithmetic}`),
        t('notes.reserve', { reserve: exact(choice.reserve) }),
      ].join(t('gap'))}
    </p>
  );
}
