// The table under chart C3: every point with its circumstances and its samples, and every failure with its reason.

import type { TFunction } from 'i18next';
import { variants } from '../../attention/variants';
import type { Device } from '../../facts/devices';
import type { Contender, DeviceReport, MeasuredPoint } from '../../engine/protocol';
import type { ByteUnit } from '../../state/controls';
import { achievedBytesPerSecond, boundNsOf } from '../../state/decode';
import type { FailedPoint } from '../../state/results';
import { adapterName, deviceName } from '../deviceName';
import { failureText } from '../failureText';
import { Computed, Measured } from '../figure/Figure';
import type { FigureKind } from '../figure/kinds';
import { samplesOf } from '../figure/Samples';
import { Fraction, type SumLine } from '../figure/Sum';
import { exact, showBytes, showRate, showTime } from '../quantity';
import { variantLabel } from '../variantText';
import type { Table } from './csv';
import type { ShownRow, ShownTable } from './DataTable';

interface Rows {
  readonly points: readonly MeasuredPoint[];
  readonly failures: readonly FailedPoint[];
  /** What they were measured on. */
  readonly ranOn: DeviceReport | null;
}

/** By context, then in the order of the table of variants. */
export function inOrder<T extends Contender & { readonly context: number }>(
  list: readonly T[],
): T[] {
  const place = ({ variantId }: T) => variants.findIndex(({ id }) => id === variantId);
  return list.toSorted((a, b) => a.context - b.context || place(a) - place(b));
}

const shownColumns = [
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
  'parts',
  'clock',
  'rotated',
  'setUp',
  'ranOn',
  'result',
] as const;

/** Of the columns whose cells do not say it themselves. */
const kindsByColumn: Partial<Record<(typeof shownColumns)[number], FigureKind>> = {
  context: 'chosen',
  q1: 'measured',
  q3: 'measured',
  n: 'chosen',
  bound: 'computed',
  compulsory: 'computed',
  actual: 'computed',
  rate: 'measured',
  clock: 'measured',
  rotated: 'computed',
  setUp: 'measured',
  ranOn: 'name',
};

/** By place: the variant stands before them. */
const columnKinds = Object.fromEntries(
  ['name' as const, ...shownColumns.map((name) => kindsByColumn[name])].flatMap((kind, i) =>
    kind ? [[i, kind] as const] : [],
  ),
);

/** What a device needs at the least for a step: to read its bytes, or for its arithmetic. */
function boundSum(t: TFunction, point: MeasuredPoint, device: Device): SumLine[] {
  const { compulsoryBytes, flops } = point;
  const { bandwidthBytesPerSecond, f32FlopsPerSecond } = device;
  return [
    {
      name: t('figure.readTime'),
      expression: (
        <Fraction
          part={`${exact(compulsoryBytes)} B`}
          whole={showRate(bandwidthBytesPerSecond, 'B/s')}
        />
      ),
      value: showTime((compulsoryBytes / bandwidthBytesPerSecond) * 1e9),
    },
    {
      name: t('figure.mathTime'),
      expression: (
        <Fraction part={`${exact(flops)} FLOP`} whole={showRate(f32FlopsPerSecond, 'FLOP/s')} />
      ),
      value: showTime((flops / f32FlopsPerSecond) * 1e9),
    },
    { name: t('figure.bound'), value: showTime(boundNsOf(point, device)), isTotal: true },
  ];
}

export function shownTable(
  t: TFunction,
  { points, failures, ranOn }: Rows,
  device: Device,
  unit: ByteUnit,
): ShownTable {
  const told = ranOn ? deviceName(t, ranOn) : '';
  const place = t(ranOn?.software ? 'device.softwareGpu' : `device.${ranOn?.runsOn ?? 'gpu'}`);
  const measured = inOrder(points).map((point): ShownRow => {
    const name = variantLabel(t, point.variantId, point.mode);
    const tokens = t('chart.tokens', { count: point.context });
    const samples = point.samplesNs.map(showTime).join(t('listComma'));
    return {
      cells: [
        name,
        exact(point.context),
        <Measured key="median" samples={samplesOf(point, told)} withSpread={false}>
          {showTime(point.medianNs)}
        </Measured>,
        showTime(point.q1Ns),
        showTime(point.q3Ns),
        exact(point.samplesNs.length),
        <Computed key="bound" sum={() => boundSum(t, point, device)}>
          {showTime(boundNsOf(point, device))}
        </Computed>,
        showBytes(point.compulsoryBytes, unit),
        showBytes(point.actualBytes, unit),
        `${showBytes(achievedBytesPerSecond(point), unit)}/s`,
        exact(point.stepsPerSample),
        exact(point.parts),
        showTime(point.resolutionNs),
        t(point.cold ? 'decode.cold' : 'decode.warm', {
          bytes: showBytes(point.rotatedBytes, unit),
        }),
        t(point.firstCompiled ? 'decode.compiled' : 'decode.notCompiled', {
          time: showTime(point.firstNs),
        }),
        place,
        t('decode.measured'),
      ],
      more: { column: 5, text: t('decode.samples', { variant: name, tokens, samples }) },
    };
  });
  const failed = inOrder(failures).map(({ variantId, mode, context, failure }): ShownRow => {
    const blank = Array.from({ length: shownColumns.length - 2 }, () => '');
    const reason = failureText(t, failure, unit);
    return { cells: [variantLabel(t, variantId, mode), exact(context), ...blank, reason] };
  });
  return {
    columns: [t('chart.variant'), ...shownColumns.map((name) => t(`decode.columns.${name}`))],
    rows: [...measured, ...failed],
    kind: 'measured',
    columnKinds,
  };
}

/** The columns of the files, each with what it says of a point: named in English, with units, for programs. */
const exactColumns = (device: Device, adapter: string) =>
  ({
    variant: (p) => p.variantId,
    mode: (p) => p.mode,
    context_tokens: (p) => p.context,
    batch: (p) => p.batch,
    format: (p) => p.format,
    scope: (p) => p.scope,
    ran_on: (p) => p.ranOn,
    adapter: () => adapter,
    timer: (p) => p.timer,
    median_ns: (p) => p.medianNs,
    q1_ns: (p) => p.q1Ns,
    q3_ns: (p) => p.q3Ns,
    samples_ns: (p) => p.samplesNs.join(' '),
    steps_per_sample: (p) => p.stepsPerSample,
    parts_per_step: (p) => p.parts,
    clock_step_ns: (p) => p.resolutionNs,
    rotated_bytes: (p) => p.rotatedBytes,
    cold: (p) => p.cold,
    setup_ns: (p) => p.firstNs,
    setup_compiled: (p) => p.firstCompiled,
    compulsory_bytes: (p) => p.compulsoryBytes,
    actual_bytes: (p) => p.actualBytes,
    flops: (p) => p.flops,
    [`bound_ns_${device.id}`]: (p) => boundNsOf(p, device),
  }) satisfies Record<string, (point: MeasuredPoint) => string | number | boolean>;

/** The same with every digit; a failed point has its place, the adapter and its reason. */
export function exactTable({ points, failures, ranOn }: Rows, device: Device): Table {
  const adapter = ranOn ? adapterName(ranOn) : '';
  const columns = exactColumns(device, adapter);
  const names = Object.keys(columns);
  return {
    columns: [...names, 'failure'],
    rows: [
      ...inOrder(points).map((p) => [...Object.values(columns).map((cell) => cell(p)), '']),
      ...inOrder(failures).map(({ variantId, mode, context, failure }) => {
        const known: Record<string, string | number> = {
          variant: variantId,
          mode,
          context_tokens: context,
          adapter,
        };
        return [...names.map((name) => known[name] ?? ''), failure.code];
      }),
    ],
  };
}
