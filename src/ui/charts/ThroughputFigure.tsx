// The figure around chart C4: what fits, the finding, legend, assumptions and table.

import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { throughputOf, type Throughput } from '../../state/throughput';
import { EntryMark } from '../EntryMark';
import { entryColumn, entryLabel } from '../entryText';
import { exact, showTime, showTokenRate } from '../quantity';
import { useLater } from '../useControls';
import { ChartFigure } from './ChartFigure';
import { Hindrances } from './Hindrances';
import { EntryKey } from './LineKey';
import { NothingServed } from './NothingServed';
import { hostName, throughputFinding } from './servingFindings';
import { ServingNotes } from './ServingNotes';

const ThroughputChart = lazy(() =>
  import('./ThroughputChart').then((module) => ({ default: module.ThroughputChart })),
);

/** How many sequences each fits, and what they then make. */
function FitTable({ throughput: { lines, choice, context } }: { throughput: Throughput }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  if (lines.length === 0) return null;
  const tokens = t('chart.tokens', { count: context });
  return (
    <table
      className="memory"
      data-kind="computed"
      aria-label={s('throughput.table', { host: hostName(s, choice), tokens })}
    >
      <thead>
        <tr>
          <th scope="col">{t('chart.variant')}</th>
          <th scope="col">{s('throughput.most')}</th>
          <th scope="col">{s('throughput.atMost')}</th>
          <th scope="col">{s('throughput.each')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ entry, most, last: { rate } }) => (
          <tr key={entry.key}>
            <td>
              <EntryMark entry={entry} /> {entry.variant.name}
            </td>
            <td>{Number.isFinite(most) ? exact(most) : s('throughput.beyond')}</td>
            <td>{showTokenRate(rate.tokensPerSecond)}</td>
            <td>{showTokenRate(rate.tokensPerSecondPerSequence)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Every rate that is drawn, number by number of sequences. */
const ratesOf = ({ batches, lines }: Throughput) =>
  batches.flatMap((batch, i) =>
    lines.flatMap(({ entry, rates }) => {
      const rate = rates[i];
      return rate ? [{ batch, entry, rate }] : [];
    }),
  );

export function ThroughputFigure() {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  // Receipts answer a drag at once; what is solved and drawn here may come a frame later.
  const controls = useLater((c) => c);
  const throughput = throughputOf(controls);
  const finding = throughputFinding(t, s, throughput, controls);
  const { lines, hindered, choice, problem } = throughput;
  const rates = ratesOf(throughput);
  const isEmpty = lines.length === 0;
  return (
    <ChartFigure
      id="throughput-against-batch"
      title={s('throughput.title')}
      kind={s('throughput.kind')}
      aside={<FitTable throughput={throughput} />}
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
              steps={lines.map(({ last }) => last.rate.step)}
              ends={s('throughput.ends')}
            />
          </>
        )
      }
      shown={{
        columns: [
          s('throughput.columns.batch'),
          t('chart.variant'),
          s('throughput.columns.rate'),
          s('throughput.columns.each'),
          s('throughput.columns.step'),
          s('throughput.columns.bound'),
        ],
        rows: rates.map(({ batch, entry, rate }) => ({
          cells: [
            exact(batch),
            entryLabel(t, entry),
            showTokenRate(rate.tokensPerSecond),
            showTokenRate(rate.tokensPerSecondPerSequence),
            showTime(rate.step.seconds * 1e9),
            s(`bounds.${rate.step.bound}`),
          ],
        })),
      }}
      exactTable={{
        columns: [
          'sequences',
          'configuration',
          'tokens per second',
          'tokens per second and sequence',
          'step seconds',
          'bound by',
        ],
        rows: rates.map(({ batch, entry, rate }) => [
          batch,
          entryColumn(entry),
          rate.tokensPerSecond,
          rate.tokensPerSecondPerSequence,
          rate.step.seconds,
          rate.step.bound,
        ]),
      }}
    >
      {isEmpty ? (
        <NothingServed problem={problem} hindered={hindered} />
      ) : (
        <ThroughputChart throughput={throughput} />
      )}
    </ChartFigure>
  );
}
