// The figure of waiting: for the first token against the prompt, or for each one after it against the context.

import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { waits } from '../../state/chartSettings';
import { waitingOf, type Waiting } from '../../state/waiting';
import { Choice } from '../Choice';
import { EntryMark } from '../EntryMark';
import { entryColumn, entryLabel } from '../entryText';
import { exact, showTime, showTokenRate } from '../quantity';
import { setControls, useControls, useLater } from '../useControls';
import { ChartFigure } from './ChartFigure';
import { Hindrances } from './Hindrances';
import { EntryKey } from './LineKey';
import { NothingServed } from './NothingServed';
import { hostName, waitingFinding } from './servingFindings';
import { ServingNotes } from './ServingNotes';

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
    <table
      className="memory"
      data-kind="computed"
      aria-label={s('waiting.table', { host: hostName(s, choice), tokens })}
    >
      <thead>
        <tr>
          <th scope="col">{t('chart.variant')}</th>
          <th scope="col">{s(`waiting.values.${wait}`)}</th>
          <th scope="col">{s('waiting.longest')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ entry, atContext, longest }) => (
          <tr key={entry.key}>
            <td>
              <EntryMark entry={entry} /> {entry.variant.name}
            </td>
            <td>{atContext ? plainValue(waiting, atContext.value) : s('waiting.noRoomCell')}</td>
            <td>{Number.isFinite(longest) ? exact(longest) : s('waiting.noLimit')}</td>
          </tr>
        ))}
      </tbody>
    </table>
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
  // Receipts answer a drag at once; what is solved and drawn here may come a frame later.
  const controls = useLater((c) => c);
  const waiting = waitingOf(controls);
  const finding = waitingFinding(t, s, waiting, controls);
  const { wait, lines, hindered, choice, problem } = waiting;
  const points = pointsOf(waiting);
  const isEmpty = lines.length === 0;
  return (
    <ChartFigure
      id="waiting"
      title={s('waiting.title')}
      kind={s('waiting.kind')}
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
      finding={<span data-kind="computed">{finding}</span>}
      legend={lines.map(({ entry }) => (
        <EntryKey key={entry.key} entry={entry} />
      ))}
      notes={
        !isEmpty && (
          <>
            <Hindrances hindered={hindered} />
            <ServingNotes
              choice={choice}
              steps={lines.flatMap(({ points: [first] }) => first?.step ?? [])}
              ofPrompt={wait === 'first'}
              ends={s('waiting.ends')}
            />
          </>
        )
      }
      shown={{
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
      }}
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
      {isEmpty ? (
        <NothingServed problem={problem} hindered={hindered} />
      ) : (
        <WaitingChart waiting={waiting} />
      )}
    </ChartFigure>
  );
}
