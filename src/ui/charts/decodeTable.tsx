// The table under chart C3: every point with its circumstances and its samples, and every failure with its reason.

import type { TFunction } from 'i18next';
import { variants } from '../../attention/variants';
import type { Device } from '../../facts/devices';
import type { Contender, MeasuredPoint } from '../../engine/protocol';
import type { ByteUnit } from '../../state/controls';
import { achievedBytesPerSecond, boundNsOf } from '../../state/decode';
import type { FailedPoint } from '../../state/results';
import { failureText } from '../failureText';
import { exact, showBytes, showTime } from '../quantity';
import type { ShownTable } from './ChartFigure';
import type { Table } from './csv';

interface Rows {
  readonly points: readonly MeasuredPoint[];
  readonly failures: readonly FailedPoint[];
}

/** By context, then in the order of the table of variants. */
function inOrder<T extends Contender & { readonly context: number }>(list: readonly T[]): T[] {
  const place = ({ variantId }: T) => variants.findIndex(({ id }) => id === variantId);
  return list.toSorted((a, b) => a.context - b.context || place(a) - place(b));
}

export function shownTable(
  t: TFunction,
  { points, failures }: Rows,
  device: Device,
  unit: ByteUnit,
  label: (variantId: string, mode: string) => string,
): ShownTable {
  const names = [
    'context',
    'median',
    'q1',
    'q3',
    'n',
    'bound',
    'compulsory',
    'actual',
    'rate',
    'steps',
    'first',
    'ranOn',
    'result',
  ] as const;
  const measured = inOrder(points).map((point) => [
    label(point.variantId, point.mode),
    exact(point.context),
    <span className="measured" key="median">
      {showTime(point.medianNs)}
    </span>,
    showTime(point.q1Ns),
    showTime(point.q3Ns),
    <details key="samples">
      <summary>{point.samplesNs.length}</summary>
      {point.samplesNs.map(showTime).join(', ')}
    </details>,
    showTime(boundNsOf(point, device)),
    showBytes(point.compulsoryBytes, unit),
    showBytes(point.actualBytes, unit),
    `${showBytes(achievedBytesPerSecond(point), unit)}/s`,
    exact(point.stepsPerSample),
    showTime(point.firstNs),
    t(`device.${point.ranOn}`),
    t('decode.measured'),
  ]);
  const failed = inOrder(failures).map(({ variantId, mode, context, failure }) => [
    label(variantId, mode),
    exact(context),
    ...Array.from({ length: names.length - 2 }, () => ''),
    failureText(t, failure, unit),
  ]);
  return {
    columns: [t('chart.variant'), ...names.map((name) => t(`decode.columns.${name}`))],
    rows: [...measured, ...failed],
  };
}

/** The same with every digit; columns are named in English, with their units, for programs. */
export const exactTable = ({ points, failures }: Rows, device: Device): Table => ({
  columns: [
    'variant',
    'mode',
    'context_tokens',
    'batch',
    'format',
    'scope',
    'ran_on',
    'timer',
    'median_ns',
    'q1_ns',
    'q3_ns',
    'samples_ns',
    'steps_per_sample',
    'first_ns',
    'compulsory_bytes',
    'actual_bytes',
    'flops',
    `bound_ns_${device.id}`,
    'failure',
  ],
  rows: [
    ...inOrder(points).map((p) => [
      p.variantId,
      p.mode,
      p.context,
      p.batch,
      p.format,
      p.scope,
      p.ranOn,
      p.timer,
      p.medianNs,
      p.q1Ns,
      p.q3Ns,
      p.samplesNs.join(' '),
      p.stepsPerSample,
      p.firstNs,
      p.compulsoryBytes,
      p.actualBytes,
      p.flops,
      boundNsOf(p, device),
      '',
    ]),
    ...inOrder(failures).map(({ variantId, mode, context, failure }) => [
      variantId,
      mode,
      context,
      ...Array.from({ length: 15 }, () => ''),
      failure.code,
    ]),
  ],
});
