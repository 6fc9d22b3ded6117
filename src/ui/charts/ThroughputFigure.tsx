// The figure around chart C4: what fits, the finding, legend, assumptions and table.

import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { throughputOf, type Throughput } from '../../state/throughput';
import { entryColumn, entryLabel } from '../entryText';
import { exact, showTime, showTokenRate } from '../quantity';
import { useLater } from '../useControls';
import { EntryTable } from './EntryTable';
import { ServingFigure } from './ServingFigure';
import { hostName, throughputFinding } from './servingFindings';

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
    <EntryTable
      label={s('throughput.table', { host: hostName(s, choice), tokens })}
      columns={[s('throughput.most'), s('throughput.atMost'), s('throughput.each')]}
      rows={lines}
    >
      {({ most, last: { rate } }) => (
        <>
          <td>{Number.isFinite(most) ? exact(most) : s('throughput.beyond')}</td>
          <td>{showTokenRate(rate.tokensPerSecond)}</td>
          <td>{showTokenRate(rate.tokensPerSecondPerSequence)}</td>
        </>
      )}
    </EntryTable>
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
  const controls = useLater((c) => c);
  const throughput = throughputOf(controls);
  const rates = ratesOf(throughput);
  return (
    <ServingFigure
      id="throughput-against-batch"
      title={s('throughput.title')}
      served={throughput}
      aside={<FitTable throughput={throughput} />}
      finding={throughputFinding(t, s, throughput, controls)}
      steps={throughput.lines.map(({ last }) => last.rate.step)}
      ends={s('throughput.ends')}
      shown={() => ({
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
      })}
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
      <ThroughputChart throughput={throughput} />
    </ServingFigure>
  );
}
