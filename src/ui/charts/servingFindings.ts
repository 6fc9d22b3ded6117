// The findings of the serving charts in one sentence each, with their circumstances.

import type { TFunction } from 'i18next';
import { baselineOf, type Controls } from '../../state/controls';
import { boundDevice, type DeploymentChoice } from '../../state/deployment';
import type { Entry } from '../../state/entries';
import type { Hindered } from '../../state/placed';
import type { Throughput, ThroughputLine } from '../../state/throughput';
import type { Waiting, WaitingLine } from '../../state/waiting';
import { entryName } from '../entryText';
import { exact, showTime, showTokenRate } from '../quantity';

type ServingWords = TFunction<'serving'>;

/** 8 × H100 80GB SXM5 */
export const hostName = (s: ServingWords, choice: DeploymentChoice): string =>
  s('host', { devices: exact(choice.devices), device: boundDevice(choice).name });

/** What the best is compared with: the baseline, if it is another; else what comes last. */
function otherThan(
  best: Entry,
  controls: Pick<Controls, 'shown' | 'baseline' | 'pins'>,
  inOrder: readonly Entry[],
): Entry | undefined {
  const others = inOrder.filter(({ key }) => key !== best.key);
  return others.find(({ key }) => key === baselineOf(controls)) ?? others.at(-1);
}

export function throughputFinding(
  t: TFunction,
  s: ServingWords,
  { lines, hindered, context, choice, problem }: Throughput,
  controls: Controls,
): string {
  if (problem) return s(`nothing.${problem}`);
  const host = hostName(s, choice);
  const tokens = t('chart.tokens', { count: context });
  const sorted = lines.toSorted(
    (a, b) => b.last.rate.tokensPerSecond - a.last.rate.tokensPerSecond,
  );
  const [best] = sorted;
  if (!best) {
    return isOnlyRoom(hindered)
      ? s('throughput.findingNothing', { host, tokens })
      : s('nothing.finding', { host });
  }
  const without = hindered.filter(({ hindrance }) => hindrance.code === 'noRoom');
  const other = otherThan(
    best.entry,
    controls,
    [...sorted, ...without].map(({ entry }) => entry),
  );
  const otherLine = lines.find(({ entry }) => entry === other);
  const fits = ({ entry, most, last }: ThroughputLine): string => {
    const values = {
      name: entryName(t, entry),
      sequences: Number.isFinite(most) ? s('sequences', { count: most }) : s('throughput.beyond'),
      rate: showTokenRate(last.rate.tokensPerSecond),
    };
    return most > last.batch
      ? s('throughput.fitsBeyond', { ...values, drawn: last.batch })
      : s('throughput.fits', values);
  };
  const parts = [
    fits(best),
    ...(otherLine ? [fits(otherLine)] : []),
    ...(other && !otherLine ? [s('throughput.fitsNone', { name: entryName(t, other) })] : []),
  ];
  return s('throughput.finding', { host, tokens, parts: parts.join(s('and')) });
}

/** Whether memory alone is in the way of all of them. */
const isOnlyRoom = (hindered: readonly Hindered[]): boolean =>
  hindered.length > 0 && hindered.every(({ hindrance }) => hindrance.code === 'noRoom');

/** 12.3 s, or 45.6 tokens/s. */
export const showWaited = (s: ServingWords, { wait }: Pick<Waiting, 'wait'>, value: number) =>
  wait === 'first' ? showTime(value * 1e9) : s('perSecond', { rate: showTokenRate(value) });

export function waitingFinding(
  t: TFunction,
  s: ServingWords,
  waiting: Waiting,
  controls: Controls,
): string {
  const { wait, lines, hindered, context, batch, choice, problem } = waiting;
  if (problem) return s(`nothing.${problem}`);
  const host = hostName(s, choice);
  const tokens = t('chart.tokens', { count: context });
  const sequences = s('sequences', { count: batch });
  const waits = lines.flatMap(({ entry, atContext }) =>
    atContext ? [{ entry, value: atContext.value }] : [],
  );
  const sorted = waits.toSorted((a, b) =>
    wait === 'first' ? a.value - b.value : b.value - a.value,
  );
  const [best] = sorted;
  if (!best) {
    return lines.length > 0 || isOnlyRoom(hindered)
      ? s('waiting.findingNothing', { host, tokens, sequences })
      : s('nothing.finding', { host });
  }
  const without = [
    ...lines.filter(({ atContext }: WaitingLine) => !atContext),
    ...hindered.filter(({ hindrance }) => hindrance.code === 'noRoom'),
  ];
  const other = otherThan(
    best.entry,
    controls,
    [...sorted, ...without].map(({ entry }) => entry),
  );
  const otherWait = waits.find(({ entry }) => entry === other);
  const said = ({ entry, value }: { entry: Entry; value: number }) =>
    s('waiting.value', { name: entryName(t, entry), value: showWaited(s, waiting, value) });
  const parts = [
    said(best),
    ...(otherWait ? [said(otherWait)] : []),
    ...(other && !otherWait ? [s('waiting.noRoom', { name: entryName(t, other) })] : []),
  ].join(s('and'));
  if (wait === 'first') return s('waiting.findings.first', { host, tokens, parts });
  return batch === 1
    ? s('waiting.findings.nextOne', { host, tokens, parts })
    : s('waiting.findings.next', { host, tokens, sequences, parts });
}
