// The figure of waiting: for the first token against the prompt, or for each one after it against the context.

import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { waits } from '../../state/chartSettings';
import { waitingOf, type Waiting } from '../../state/waiting';
import { Choice } from '../Choice';
import { entryColumn, entryLabel } from '../entryText';
import { exact, showTime, showTokenRate } from '../quantity';
import { setControls, useControls, useLater } from '../useControls';
import { EntryTable } from './EntryTable';
import { ServingFigure } from './ServingFigure';
import { hostName, waitingFinding } from './servingFindings';

const WaitingChart = lazy(() =>
  import('./WaitingChart').then((module) => ({ default: module.WaitingChart })),
);

/** In a column that names the unit. */
const plainValue = ({ wait }: Waiting, value: number): string =>
  wait === 'first' ? showTime(value * 1e9) : showTokenRate(value);

/** The wait at the context chosen, and the longest context that there is room for. */
function WaitTable({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  const { wait, lines, choice, context } = waiting;
  if (lines.length === 0) return null;
  const tokens = t('chart.tokens', { count: context });
  return (
    <EntryTable
      label={s('waiting.table', { host: hostName(s, choice), tokens })}
      columns={[s(`waiting.values.${wait}`), s('waiting.longest')]}
      rows={lines}
    >
      {({ atContext, longest }) => (
        <>
          <td>{atContext ? plainValue(waiting, atContext.value) : s('waiting.noRoomCell')}</td>
          <td>{Number.isFinite(longest) ? exact(longest) : s('waiting.noLimit')}</td>
        </>
      )}
    </EntryTable>
  );
}

/** Every point that is drawn, context by context. */
const pointsOf = ({ contexts, lines }: Waiting) =>
  contexts.flatMap((tokens, i) =>
    lines.flatMap(({ entry, points }) => {
      const point = points[i];
      return point ? [{ tokens, entry, point }] : [];
    }),
  );

export function WaitingFigure() {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  const chosen = useControls((c) => c.wait);
  const controls = useLater((c) => c);
  const waiting = waitingOf(controls);
  const { wait, lines } = waiting;
  const points = pointsOf(waiting);
  return (
    <ServingFigure
      id="waiting"
      title={s('waiting.title')}
      served={waiting}
      aside={
        <>
          <Choice
            legend={s('waiting.wait')}
            value={chosen}
            options={waits.map((value) => ({ value, label: s(`waiting.waits.${value}`) }))}
            onChange={(next) => setControls({ wait: next })}
          />
          <WaitTable waiting={waiting} />
        </>
      }
      finding={waitingFinding(t, s, waiting, controls)}
      steps={lines.flatMap(({ points: [first] }) => first?.step ?? [])}
      ofPrompt={wait === 'first'}
      ends={s('waiting.ends')}
      shown={() => ({
        columns: [
          s(`waiting.columns.${wait === 'first' ? 'prompt' : 'cache'}`),
          t('chart.variant'),
          s(`waiting.columns.${wait}`),
          s('waiting.columns.step'),
          s('waiting.columns.bound'),
        ],
        rows: points.map(({ tokens, entry, point: { value, step } }) => ({
          cells: [
            exact(tokens),
            entryLabel(t, entry),
            plainValue(waiting, value),
            showTime(step.seconds * 1e9),
            s(`bounds.${step.bound}`),
          ],
        })),
      })}
      exactTable={{
        columns: [
          'tokens',
          'configuration',
          wait === 'first' ? 'seconds to the first token' : 'tokens per second and sequence',
          'step seconds',
          'bound by',
        ],
        rows: points.map(({ tokens, entry, point: { value, step } }) => [
          tokens,
          entryColumn(entry),
          value,
          step.seconds,
          step.bound,
        ]),
      }}
    >
      <WaitingChart waiting={waiting} />
    </ServingFigure>
  );
}
