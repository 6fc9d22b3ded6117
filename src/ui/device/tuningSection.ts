// What the tuner chose on this adapter, and why it chose none of the others.

import type { DeviceReport, KernelChoice, Rejection, TunedKernels } from '../../engine/protocol';
import { exact, showError, showRatio, showTime, showTokens } from '../quantity';
import type { Cell, ReportWords, Section } from './sections';

type Words = ReportWords['d'];

export const choiceText = (d: Words, { family, reduction, rows }: KernelChoice): string => {
  const said = {
    family: d(`tuning.families.${family}`),
    reduction: d(`tuning.reductions.${reduction}`),
  };
  return rows === undefined
    ? d('tuning.choice', said)
    : d('tuning.choiceRows', { ...said, rows: exact(rows) });
};

function reasonText(d: Words, reason: Rejection): string {
  switch (reason.code) {
    case 'needsFeature':
      return d('tuning.reasons.needsFeature', { feature: reason.feature });
    case 'registers':
      return d('tuning.reasons.registers', {
        laneQuads: exact(reason.laneQuads),
        mostLaneQuads: exact(reason.mostLaneQuads),
      });
    case 'sameAs':
      return d('tuning.reasons.sameAs', { choice: choiceText(d, reason.choice) });
    case 'unsupported':
    case 'failed':
      return d(`tuning.reasons.${reason.code}`, { message: reason.message });
    case 'compilesTooLong':
      return d('tuning.reasons.compilesTooLong', { limit: showTime(reason.limitNs) });
    case 'wrong':
      return d('tuning.reasons.wrong', {
        error: Number.isFinite(reason.error) ? showError(reason.error) : 'NaN',
        bound: showError(reason.bound),
      });
    case 'slower':
      return d(reason.factor < 1 ? 'tuning.reasons.faster' : 'tuning.reasons.slower', {
        factor: showRatio(Number(reason.factor.toPrecision(3))),
      });
    case 'notTimed':
      return d('tuning.reasons.notTimed');
  }
}

/** Whether it was tuned on this adapter; features apart, which only the engine knows all of. */
export const isTunedOn = (
  { key }: TunedKernels,
  { vendor, architecture, description }: DeviceReport,
): boolean => key.adapter.startsWith(`${[vendor, architecture, description].join(' | ')} | `);

const cell = (text: string, kind: Cell['kind']): Cell => ({ text, kind });

export function tuningSection(
  { d }: ReportWords,
  tuned: readonly TunedKernels[],
  device: DeviceReport,
): Section {
  const here = tuned.filter((each) => isTunedOn(each, device));
  const others = tuned.length - here.length;
  const columns = ['shape', 'context', 'choice', 'outcome', 'time'] as const;
  return {
    id: 'tuning',
    title: d('sections.tuning'),
    note: [
      ...(here.length === 0 ? [d('tuning.nothing')] : []),
      ...(others === 0 ? [] : [d('tuning.others', { count: others })]),
    ].join(' '),
    columns: columns.map((column) => d(`tuning.columns.${column}`)),
    rows: here.flatMap(({ key, choice, medianNs, rejected }) => [
      [
        cell(key.shape, 'name'),
        cell(showTokens(2 ** key.contextLog2), 'chosen'),
        cell(choiceText(d, choice), 'name'),
        cell(d(medianNs > 0 ? 'tuning.chosen' : 'tuning.chosenUntimed'), 'measured'),
        cell(medianNs > 0 ? showTime(medianNs) : d('none'), 'measured'),
      ],
      ...rejected.map((each) => [
        cell('', 'name'),
        cell('', 'name'),
        cell(choiceText(d, each.choice), 'name'),
        cell(reasonText(d, each.reason), 'measured'),
        cell('', 'measured'),
      ]),
    ]),
  };
}
