// What a report says of what was measured: every time with its samples, the device, and whether it agrees with float64.

import type { Controls } from '../../state/controls';
import { verdictOf, type Results } from '../../state/results';
import { inOrder } from '../charts/decodeTable';
import { failureText } from '../failureText';
import { measuredWith } from '../measuredWith';
import { exact, showTime } from '../quantity';
import { variantLabel } from '../variantText';
import { list, plain, table } from './markdown';
import type { Words } from './words';

/** Of variants that are shown, as in the chart. */
export const shownPoints = ({ points }: Results, { shown }: Controls) =>
  points.filter(({ variantId }) => shown.includes(variantId));

export function measuredPart(
  words: Words,
  results: Results,
  controls: Controls,
  isStale: boolean,
): string[] {
  const { t, w } = words;
  const { run } = results;
  const points = inOrder(shownPoints(results, controls));
  const failures = inOrder(
    results.failures.filter(({ variantId }) => controls.shown.includes(variantId)),
  );
  if (!run || points.length + failures.length === 0) return [plain(w('report.nothingMeasured'))];
  const { device } = run;
  const { verdict, checked, total } = verdictOf(results);
  const circumstances = t('decode.measuredWith', measuredWith(t, run));
  return [
    [
      circumstances,
      ...(device.software ? [t('device.software')] : []),
      t(`agreement.${verdict}`, { count: checked, total }),
      ...(isStale ? [t('decode.otherSettings')] : []),
    ]
      .map(plain)
      .join('  \n'),
    ...(points.length === 0
      ? []
      : [
          table({
            columns: [
              w('report.variant'),
              ...(['context', 'median', 'q1', 'q3', 'n'] as const).map((name) =>
                t(`decode.columns.${name}`),
              ),
            ],
            rows: points.map((point) => [
              variantLabel(t, point.variantId, point.mode),
              exact(point.context),
              showTime(point.medianNs),
              showTime(point.q1Ns),
              showTime(point.q3Ns),
              exact(point.samplesNs.length),
            ]),
            figures: [1, 2, 3, 4, 5],
          }),
        ]),
    ...(failures.length === 0
      ? []
      : [
          list(
            failures.map((failed) =>
              t('decode.failedPoints', {
                points: `${variantLabel(t, failed.variantId, failed.mode)} ${exact(failed.context)}`,
                reason: failureText(t, failed.failure, controls.byteUnit),
              }),
            ),
          ),
        ]),
  ];
}
