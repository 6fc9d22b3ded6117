// What was measured here last as lists and tables of cells: where and with what, the run, and where the race stood.

import type { TFunction } from 'i18next';
import type { DeviceReport } from '../../engine/protocol';
import { sameRacing, type Race } from '../../state/race';
import type { Results } from '../../state/results';
import { inOrder } from '../charts/decodeTable';
import type { Cell, Section } from '../device/sections';
import { deviceName } from '../deviceName';
import { measuredWith } from '../measuredWith';
import { exact, showTime } from '../quantity';
import { variantLabel } from '../variantText';

export interface ResultWords {
  readonly t: TFunction;
  readonly r: TFunction<'results'>;
  readonly s: TFunction<'race'>;
}

/** What is not in the stores. */
export interface Circumstances {
  readonly version: string;
  /** As it calls itself. */
  readonly browser: string;
  /** ISO 8601, without the time. */
  readonly date: string;
  readonly link: string;
}

const name = (text: string): Cell => ({ text, kind: 'name' });
const measured = (text: string): Cell => ({ text, kind: 'measured' });
const chosen = (text: string): Cell => ({ text, kind: 'chosen' });

const columns = ['racer', 'context', 'median', 'q1', 'q3', 'n', 'agrees'] as const;

/** Of the run, or of the race where nothing was run. */
export const deviceOf = (results: Results, race: Race): DeviceReport | null =>
  results.points.length > 0 ? (results.run?.device ?? null) : (race.run?.device ?? null);

export function circumstanceSection(
  { t, r }: ResultWords,
  device: DeviceReport,
  { version, browser, date }: Circumstances,
): Section {
  const place = t(device.software ? 'device.softwareGpu' : `device.${device.runsOn}`);
  return {
    id: 'circumstances',
    title: r('card.title'),
    rows: [
      [name(r('card.device')), name(deviceName(t, device))],
      [name(r('card.kind')), name(place)],
      [name(r('card.page')), name(`${t('title')} ${version}`)],
      [name(r('card.browser')), name(browser)],
      [name(r('card.date')), name(date)],
    ],
  };
}

export function runSection(
  { t, r }: ResultWords,
  { run, points, agreements }: Results,
): Section | null {
  if (!run || points.length === 0) return null;
  return {
    id: 'run',
    title: r('card.run'),
    note: t('decode.measuredWith', measuredWith(t, run)),
    columns: [t('chart.variant'), ...columns.slice(1).map((column) => r(`card.columns.${column}`))],
    rows: inOrder(points).map(({ variantId, mode, context, medianNs, q1Ns, q3Ns, samplesNs }) => {
      const check = agreements.find(
        (each) => each.variantId === variantId && each.mode === mode && each.context === context,
      );
      const verdict = check ? (check.agrees ? 'yes' : 'no') : 'unchecked';
      return [
        name(variantLabel(t, variantId, mode)),
        chosen(exact(context)),
        measured(showTime(medianNs)),
        measured(showTime(q1Ns)),
        measured(showTime(q3Ns)),
        chosen(exact(samplesNs.length)),
        { ...measured(r(`card.${verdict}`)), isShort: verdict === 'no' },
      ];
    }),
  };
}

export function raceSection({ t, r, s }: ResultWords, race: Race): Section | null {
  const { run, tracks, context } = race;
  const rows = tracks.flatMap(({ racing, lap, agreement }) => {
    if (!lap || context === null || !sameRacing(lap, racing)) return [];
    const label = variantLabel(t, racing.variantId, racing.mode);
    const verdict = agreement ? (agreement.agrees ? 'yes' : 'no') : 'unchecked';
    return [
      [
        name(racing.ranOn === 'cpu' ? s('onCpu', { name: label }) : label),
        measured(exact(context)),
        measured(showTime(lap.medianNs)),
        measured(showTime(lap.q1Ns)),
        measured(showTime(lap.q3Ns)),
        measured(exact(lap.recentNs.length)),
        { ...measured(r(`card.${verdict}`)), isShort: verdict === 'no' },
      ],
    ];
  });
  if (!run || rows.length === 0) return null;
  return {
    id: 'race',
    title: r('card.race'),
    note: s('raced', measuredWith(t, run)),
    columns: columns.map((column) => r(`card.columns.${column}`)),
    rows,
  };
}
