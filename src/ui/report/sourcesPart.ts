// Where the figures of a report come from: computed, measured, quoted or chosen.

import { modelById } from '../../facts/models';
import type { Controls } from '../../state/controls';
import { boundDevice } from '../../state/deployment';
import { list } from './markdown';
import type { Words } from './words';

function ofModel({ t, w }: Words, { modelId, imported }: Controls): string[] {
  if (imported) return [w('report.imported')];
  const { name, status, sources, date, recalled } = modelById(modelId);
  if (status === 'madeUp') return [w('report.madeUp', { model: name })];
  const fields = recalled.map((field) => t(`facts.recalledFields.${field}`)).join(t('listComma'));
  return [
    w('report.quotedModel', { model: name, date, sources: sources.join('; ') }),
    ...(recalled.length > 0 ? [w('report.recalled', { fields })] : []),
  ];
}

export function sourcesPart(words: Words, controls: Controls, hasMeasured: boolean): string {
  const { w } = words;
  const { name, sources } = boundDevice(controls);
  const { status, source } = sources.memory;
  return list([
    w('report.computed'),
    w(hasMeasured ? 'report.measuredHere' : 'report.notMeasured'),
    ...ofModel(words, controls),
    w(status === 'derived' ? 'report.derivedDevice' : 'report.quotedDevice', {
      device: name,
      source,
    }),
    w('report.chosen'),
  ]);
}
