// All that can be chosen about the model and its workload; on a phone a sheet at the bottom.

import { useTranslation } from 'react-i18next';
import { formatIds } from '../../attention/format';
import { dimGroupsOf, servingFields } from '../../state/fields';
import type { FieldName } from '../../state/scales';
import { BillSummary } from '../BillSummary';
import { Choice } from '../Choice';
import { lights, useLit } from '../lit';
import { setControls, useControls } from '../useControls';
import { useLocked } from '../useLocked';
import { Field, keyOf } from './Field';
import { PresetPicker } from './PresetPicker';

const formatOptions = formatIds.map((id) => ({ value: id, label: id }));

function Group({ title, fields }: { title: string; fields: readonly FieldName[] }) {
  const isLocked = useLocked();
  const offered = fields.filter((field) => !isLocked(keyOf(field)));
  if (offered.length === 0) return null;
  return (
    <section className="control-group" aria-label={title}>
      <h3>{title}</h3>
      {offered.map((field) => (
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
  const isLocked = useLocked();
  const shown = useControls((c) => c.shown);
  const windowLayers = useControls((c) => c.windowLayers);
  return (
    <aside
      id="controls"
      className={open ? 'controls open' : 'controls'}
      aria-label={t('controls.title')}
    >
      {/* Not in the head of the sheet, which only a phone shows. */}
      <h2 className="visually-hidden">{t('controls.title')}</h2>
      <div className="sheet-head">
        <BillSummary />
        <button type="button" className="button" onClick={onClose}>
          {t('controls.close')}
        </button>
      </div>
      {!isLocked('model') && <PresetPicker />}
      {dimGroupsOf(shown).map(({ id, fields }) => (
        <Group key={id} title={t(`controls.groups.${id}`)} fields={fields} />
      ))}
      <Group title={t('controls.groups.workload')} fields={servingFields(windowLayers)} />
      {!isLocked('format') && (
        <>
          <FormatChoice />
          <p className="format-note">{t(`controls.formatNotes.${format}`)}</p>
        </>
      )}
    </aside>
  );
}
