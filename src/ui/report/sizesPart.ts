// What a report says of the model and of what it is asked to serve.

import { nativeVariant } from '../../attention/variants';
import type { DimName } from '../../attention/dims';
import { shownVariants, type Controls } from '../../state/controls';
import { boundDevice } from '../../state/deployment';
import { modelOf, shapeOf } from '../../state/modelShape';
import { showParameters } from '../parameterCount';
import { exact } from '../quantity';
import { table } from './markdown';
import type { Words } from './words';

export function sizesPart({ t, w }: Words, controls: Controls): string {
  const published = shapeOf(controls);
  const { dims } = modelOf(controls);
  const own: readonly string[] = nativeVariant(dims).fields;
  const read = [...new Set(shownVariants(controls.shown).flatMap(({ fields }) => fields))];
  const none = w('report.none');
  const row = (name: string, here: string, was: string): string[] => [
    name,
    here,
    was === here ? w('report.same') : was,
  ];
  const dim = (field: DimName) =>
    row(
      t(`fields.${field}`),
      exact(controls.dims[field]),
      own.includes(field) ? exact(published.dims[field]) : none,
    );
  const count = (field: 'layers' | 'windowLayers') =>
    row(t(`fields.${field}`), exact(controls[field]), exact(published[field]));
  const window = row(
    t('fields.window'),
    exact(controls.window),
    published.windowLayers > 0 ? exact(published.window) : none,
  );
  const notKnown = w('report.notKnown');
  const all = (n: number) => (n === 0 ? notKnown : showParameters(n));
  const active = ({ parameters, activeParameters }: Controls | typeof published) =>
    parameters === 0
      ? notKnown
      : activeParameters === 0 || activeParameters === parameters
        ? w('report.activeAll')
        : showParameters(activeParameters);
  const known = controls.parameters > 0;
  return table({
    columns: [w('report.size'), w('report.value'), w('report.published')],
    rows: [
      ...read.map(dim),
      count('layers'),
      count('windowLayers'),
      ...(controls.windowLayers > 0 ? [window] : []),
      row(t('fields.parameters'), all(controls.parameters), all(published.parameters)),
      ...(known ? [row(t('fields.activeParameters'), active(controls), active(published))] : []),
      ...(known
        ? [row(w('report.weightBits'), exact(controls.weightBits), exact(published.weightBits))]
        : []),
    ],
    figures: [1, 2],
  });
}

export function workloadPart({ t, w }: Words, controls: Controls): string {
  const { context, batch, format, devices, split, reserve } = controls;
  return table({
    columns: [w('report.setting'), w('report.value')],
    rows: [
      [t('fields.context'), exact(context)],
      [t('fields.batch'), exact(batch)],
      [w('report.format'), format],
      [w('report.device'), boundDevice(controls).name],
      [t('fields.devices'), exact(devices)],
      [w('report.split'), w(`report.splits.${split}`)],
      [t('fields.reserve'), exact(reserve)],
    ],
    figures: [1],
  });
}
