// All that can be chosen about the model and its workload; on a phone a sheet at the bottom.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { DimName } from '../../attention/dims';
import { formatIds } from '../../attention/format';
import { billsOf, problemsOf } from '../../state/bills';
import { modelOf } from '../../state/modelShape';
import { dimGroupsOf, readersOf, servingFields } from '../../state/fields';
import { stopsOf, type FieldName } from '../../state/scales';
import { modelById } from '../../facts/models';
import { BillSummary } from '../BillSummary';
import { Choice } from '../Choice';
import { lights, useLit } from '../lit';
import { exact } from '../quantity';
import { setControls, useControls } from '../useControls';
import { NumberControl } from './NumberControl';
import { PresetPicker } from './PresetPicker';

const formatOptions = formatIds.map((id) => ({ value: id, label: id }));

/** What a dimension is, and which of the variants shown read it. */
const readNote = (t: TFunction, field: DimName, shown: readonly string[]): string =>
  t('fieldNotes.readBy', {
    note: t(`fieldNotes.${field}`),
    variants: readersOf(field, shown)
      .map(({ name }) => name)
      .join(t('listComma')),
  });

function Field({ field }: { field: FieldName }) {
  const { t } = useTranslation();
  const controls = useControls((c) => c);
  const { dims } = controls;
  const isDim = (name: FieldName): name is DimName => name in dims;
  const value = isDim(field) ? dims[field] : controls[field];
  const stops = stopsOf(field, { ...dims, layers: controls.layers });
  const problem = problemsOf(billsOf(controls)).find((each) => each.field === field);
  const grouped = field === 'kvHeads';
  const groupSize = dims.queryHeads / value;
  const { maxContext } = modelOf(controls);
  const { status, recalled } = modelById(controls.modelId);
  const isQuoted =
    controls.imported !== null || (status === 'verified' && !recalled.includes('maxContext'));
  return (
    <NumberControl
      field={field}
      value={value}
      stops={stops}
      problem={problem}
      note={isDim(field) ? readNote(t, field, controls.shown) : t(`fieldNotes.${field}`)}
      hint={
        grouped
          ? t('controls.divides', { queryHeads: dims.queryHeads, divisors: stops.join(' ') })
          : undefined
      }
      valueText={
        grouped && Number.isInteger(groupSize)
          ? t('controls.groupText', { value, groupSize: exact(groupSize) })
          : undefined
      }
      quoted={
        field === 'context' && isQuoted && maxContext !== null && value > maxContext
          ? t('facts.publishedFor', { count: maxContext })
          : undefined
      }
      onChange={(next) =>
        setControls(isDim(field) ? { dims: { ...dims, [field]: next } } : { [field]: next })
      }
    />
  );
}

function Group({ title, fields }: { title: string; fields: readonly FieldName[] }) {
  return (
    <section className="control-group" aria-label={title}>
      <h3>{title}</h3>
      {fields.map((field) => (
        <Field key={field} field={field} />
      ))}
    </section>
  );
}

function FormatChoice() {
  const { t } = useTranslation();
  const format = useControls((c) => c.format);
  const lit = useLit(['format']);
  return (
    <div
      className={lit ? 'format-choice lit' : 'format-choice'}
      data-field="format"
      {...lights(['format'])}
    >
      <Choice
        legend={t('controls.format')}
        legendShown
        value={format}
        options={formatOptions}
        onChange={(next) => setControls({ format: next })}
      />
    </div>
  );
}

export function ControlsPanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useControls((c) => c.format);
  const shown = useControls((c) => c.shown);
  const windowLayers = useControls((c) => c.windowLayers);
  return (
    <aside
      id="controls"
      className={open ? 'controls open' : 'controls'}
      aria-label={t('controls.title')}
    >
      <div className="sheet-head">
        <h2 className="visually-hidden">{t('controls.title')}</h2>
        <BillSummary />
        <button type="button" className="button" onClick={onClose}>
          {t('controls.close')}
        </button>
      </div>
      <PresetPicker />
      {dimGroupsOf(shown).map(({ id, fields }) => (
        <Group key={id} title={t(`controls.groups.${id}`)} fields={fields} />
      ))}
      <Group title={t('controls.groups.workload')} fields={servingFields(windowLayers)} />
      <FormatChoice />
      <p className="format-note">{t(`controls.formatNotes.${format}`)}</p>
    </aside>
  );
}
