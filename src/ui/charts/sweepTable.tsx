// The table under the chart of a sweep: every point with its circumstances and its samples, and where entries ended.

import type { TFunction } from 'i18next';
import type { DeviceReport } from '../../engine/protocol';
import type { Ceilings } from '../../price/roofline';
import { rooflineSeconds } from '../../price/roofline';
import type { ByteUnit } from '../../state/controls';
import type { LeftOut, SweepKind } from '../../state/sweep';
import type { SweepPoint } from '../../state/sweepResults';
import { adapterName, deviceName } from '../deviceName';
import { entryColumn, entryLabel } from '../entryText';
import { Computed, Measured } from '../figure/Figure';
import type { FigureKind } from '../figure/kinds';
import { samplesOf } from '../figure/Samples';
import { exact, showBytes, showTime, showTokenRate } from '../quantity';
import { boundSum } from './boundSum';
import type { Table } from './csv';
import type { ShownRow, ShownTable } from './DataTable';
import { pointColumns } from './pointColumns';
import { leftText, type SweepWords } from './sweepText';

interface Rows {
  readonly kind: SweepKind;
  readonly points: readonly SweepPoint[];
  readonly left: readonly LeftOut[];
  /** What they were measured on. */
  readonly ranOn: DeviceReport | null;
  /** Of that device; null where they are not known. */
  readonly ceilings: Ceilings | null;
}

const shownColumns = ['median', 'q1', 'q3', 'n', 'bound', 'steps', 'parts', 'rotated'] as const;

/** By place: size, name and value come first, where it ran and how it ended last. */
const columnKinds: Readonly<Record<number, FigureKind>> = {
  0: 'chosen',
  1: 'name',
  6: 'chosen',
  7: 'computed',
  10: 'computed',
  11: 'name',
};

const workOf = ({ point }: SweepPoint) => ({ bytes: point.compulsoryBytes, flops: point.flops });

export function sweepTable(
  t: TFunction,
  s: SweepWords,
  { kind, points, left, ranOn, ceilings }: Rows,
  unit: ByteUnit,
): ShownTable {
  const told = ranOn ? deviceName(t, ranOn) : '';
  const place = t(ranOn?.software ? 'device.softwareGpu' : `device.${ranOn?.runsOn ?? 'gpu'}`);
  const rowOf = (each: SweepPoint): ShownRow => {
    const { entry, size, point, value } = each;
    const samples = point.samplesNs.map(showTime).join(t('listComma'));
    const sizes = s(`${kind}.sizes`, { count: size });
    return {
      cells: [
        exact(size),
        entryLabel(t, entry),
        kind === 'batch' ? showTokenRate(value) : showTime(value),
        <Measured key="median" samples={samplesOf(point, told)} withSpread={false}>
          {showTime(point.medianNs)}
        </Measured>,
        showTime(point.q1Ns),
        showTime(point.q3Ns),
        exact(point.samplesNs.length),
        ceilings ? (
          <Computed key="bound" sum={() => boundSum(t, workOf(each), ceilings)}>
            {showTime(rooflineSeconds(workOf(each), ceilings).seconds * 1e9)}
          </Computed>
        ) : (
          '–'
        ),
        exact(point.stepsPerSample),
        exact(point.parts),
        t(point.cold ? 'decode.cold' : 'decode.warm', {
          bytes: showBytes(point.rotatedBytes, unit),
        }),
        place,
        t('decode.measured'),
      ],
      more: { column: 6, text: s('samples', { name: entryLabel(t, entry), sizes, samples }) },
    };
  };
  const columns = [
    s(`${kind}.size`),
    t('chart.variant'),
    s(`${kind}.value`),
    ...shownColumns.map((name) => t(`decode.columns.${name}`)),
    t('decode.columns.ranOn'),
    t('decode.columns.result'),
  ];
  const ends = left.map(({ entry, size, reason }): ShownRow => {
    const blank = Array.from({ length: columns.length - 3 }, () => '');
    return { cells: [exact(size), entryLabel(t, entry), ...blank, leftText(t, s, reason, unit)] };
  });
  return { columns, rows: [...points.map(rowOf), ...ends], kind: 'measured', columnKinds };
}

/** The same with every digit. */
export function exactSweepTable({ kind, points, left, ranOn, ceilings }: Rows): Table {
  const columns = pointColumns(ranOn ? adapterName(ranOn) : '');
  const own = [...Object.keys(columns), 'new_tokens', 'tokens_per_second', 'bound_ns_own_ceilings'];
  return {
    columns: [kind === 'batch' ? 'sequences' : 'prompt_tokens', 'configuration', ...own, 'ended'],
    rows: [
      ...points.map((each) => {
        const { entry, size, point } = each;
        return [
          size,
          entryColumn(entry),
          ...Object.values(columns).map((cell) => cell(point)),
          point.newTokens ?? 1,
          (size * 1e9) / point.medianNs,
          ceilings ? rooflineSeconds(workOf(each), ceilings).seconds * 1e9 : '',
          '',
        ];
      }),
      ...left.map(({ entry, size, reason }) => [
        size,
        entryColumn(entry),
        ...own.map(() => ''),
        reason.code,
      ]),
    ],
  };
}
