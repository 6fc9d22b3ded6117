// The report about the device as lists and tables of cells: the dialog shows them, and a text of them can be copied.

import type { TFunction } from 'i18next';
import type { Examination, MeasuredCeilings } from '../../engine/protocol';
import type { ByteUnit } from '../../state/controls';
import type { OwnCeilings } from '../../state/ceilings';
import { deviceName } from '../deviceName';
import type { FigureKind } from '../figure/kinds';
import { exact, showBytes, showRate, showTime } from '../quantity';

export interface Cell {
  readonly text: string;
  readonly kind: FigureKind;
  /** Whether it is to be seen at once: something is missing. */
  readonly isShort?: boolean;
  /** Whether it stands out. */
  readonly isStrong?: boolean;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** Without them the first cell of each row names the second. */
  readonly columns?: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface ReportWords {
  readonly t: TFunction;
  /** Of the report alone. */
  readonly d: TFunction<'device'>;
}

const name = (text: string): Cell => ({ text, kind: 'name' });
const quoted = (text: string): Cell => ({ text, kind: 'quoted' });
const measured = (text: string): Cell => ({ text, kind: 'measured' });
const computed = (text: string): Cell => ({ text, kind: 'computed' });

function adapterSection({ t, d }: ReportWords, { device }: Examination): Section {
  const told = (text: string) => quoted(text === '' ? d('adapter.hidden') : text);
  const onGpu = device.runsOn === 'gpu';
  const place = t(device.software ? 'device.softwareGpu' : `device.${device.runsOn}`);
  return {
    id: 'adapter',
    title: d('sections.adapter'),
    rows: [
      [name(d('adapter.runsOn')), name(place)],
      ...(onGpu
        ? [
            [name(d('adapter.vendor')), told(device.vendor)],
            [name(d('adapter.architecture')), told(device.architecture)],
            [name(d('adapter.description')), told(device.description)],
            [name(d('adapter.software')), quoted(d(device.software ? 'yes' : 'no'))],
          ]
        : [
            [
              name(d('adapter.reason')),
              quoted(t(`device.reasons.${device.reason ?? 'unsupported'}`)),
            ],
            ...(device.detail === undefined
              ? []
              : [[name(d('adapter.description')), quoted(device.detail)]]),
          ]),
    ],
  };
}

function placeSection({ d }: ReportWords, found: Examination): Section {
  const { thread, crossOriginIsolated, processorThreads, cpuThreads, clockStepNs, device } = found;
  return {
    id: 'place',
    title: d('sections.place'),
    ...(crossOriginIsolated ? {} : { note: d('place.isolatedNote') }),
    rows: [
      [name(d('place.thread')), name(d(`place.threads.${thread}`))],
      [name(d('place.isolated')), quoted(d(crossOriginIsolated ? 'yes' : 'no'))],
      [name(d('place.processor')), quoted(exact(processorThreads))],
      [name(d('place.cpu')), computed(exact(cpuThreads))],
      [name(d('place.timer')), name(d(`place.timers.${device.timer}`))],
      ...(clockStepNs === null ? [] : [[name(d('place.step')), measured(showTime(clockStepNs))]]),
    ],
  };
}

/** What a feature is for; one that has no words here has no use that is known. */
function featureUse(d: ReportWords['d'], feature: string): string {
  switch (feature) {
    case 'timestamp-query':
    case 'shader-f16':
    case 'subgroups':
      return d(`features.uses.${feature}`);
    default:
      return d('features.uses.other');
  }
}

function featuresSection({ d }: ReportWords, { features }: Examination): Section {
  const said = (has: boolean): Cell => ({ text: d(has ? 'yes' : 'no'), kind: 'quoted' });
  return {
    id: 'features',
    title: d('sections.features'),
    note: d('features.note'),
    columns: [
      d('features.columns.name'),
      d('features.columns.use'),
      d('features.columns.offered'),
      d('features.columns.granted'),
    ],
    rows: features.map(({ name: feature, offered, granted }) => [
      name(feature),
      name(featureUse(d, feature)),
      said(offered),
      { ...said(granted), isShort: offered && !granted },
    ]),
  };
}

/** Limits of bytes are those of sizes; a side of a workgroup is a count. */
const isBytes = (limit: string): boolean =>
  /BufferSize$|BindingSize$|WorkgroupStorageSize$/.test(limit);

function limitsSection({ d }: ReportWords, { limits }: Examination, unit: ByteUnit): Section {
  const columns = ['name', 'need', 'by', 'offered', 'granted', 'enough'] as const;
  return {
    id: 'limits',
    title: d('sections.limits'),
    note: [
      d('limits.note'),
      ...(limits.some(({ need }) => need) ? [] : [d('limits.nothing')]),
    ].join(' '),
    columns: columns.map((column) => d(`limits.columns.${column}`)),
    rows: limits.map(({ name: limit, offered, granted, need }) => {
      const show = (amount: number) => (isBytes(limit) ? showBytes(amount, unit) : exact(amount));
      const isShort = need !== null && need.amount > granted;
      return [
        name(limit),
        computed(need ? show(need.amount) : d('none')),
        name(need?.by ?? d('none')),
        quoted(offered === null ? d('none') : show(offered)),
        quoted(show(granted)),
        { text: need ? d(isShort ? 'no' : 'yes') : d('none'), kind: 'computed', isShort },
      ];
    }),
  };
}

/** Of one ceiling, in its unit. */
export const showCeiling = (ceiling: keyof MeasuredCeilings, value: number): string => {
  switch (ceiling) {
    case 'readBytesPerSecond':
      return showRate(value, 'B/s');
    case 'flopsPerSecond':
      return showRate(value, 'FLOP/s');
    case 'dispatchNs':
      return showTime(value);
  }
};

const ceilingNames = ['readBytesPerSecond', 'flopsPerSecond', 'dispatchNs'] as const;

export function ceilingsSection({ t, d }: ReportWords, own: OwnCeilings | null): Section {
  const columns = ['name', 'median', 'spread', 'n', 'each'] as const;
  const head = { id: 'ceilings', title: d('sections.ceilings') } as const;
  if (!own) return { ...head, note: d('ceilings.nothing'), rows: [] };
  return {
    ...head,
    note: d('ceilings.measuredOn', { device: deviceName(t, own.device) }),
    columns: columns.map((column) => d(`ceilings.columns.${column}`)),
    rows: ceilingNames.map((ceiling) => {
      const { median, q1, q3, n, samples } = own.ceilings[ceiling];
      const show = (value: number) => showCeiling(ceiling, value);
      return [
        name(d(`ceilings.names.${ceiling}`)),
        measured(show(median)),
        measured(`${show(q1)} – ${show(q3)}`),
        { text: exact(n), kind: 'chosen' },
        measured(samples.map(show).join(t('listComma'))),
      ];
    }),
  };
}

/** What the engine told when it was asked; without what is measured or tuned. */
export const examinedSections = (
  words: ReportWords,
  found: Examination,
  unit: ByteUnit,
): Section[] => [
  adapterSection(words, found),
  placeSection(words, found),
  ...(found.features.length > 0 ? [featuresSection(words, found)] : []),
  ...(found.limits.length > 0 ? [limitsSection(words, found, unit)] : []),
];
