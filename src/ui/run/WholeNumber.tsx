// A field for a whole number of a run, within its limits.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { runRanges } from '../../state/controls';
import { setControls, useControls } from '../useControls';

export function WholeNumber({ field }: { field: 'rounds' | 'seed' }) {
  const { t } = useTranslation();
  const id = useId();
  const value = useControls((c) => c[field]);
  const { min, max } = runRanges[field];
  return (
    <span className="inline-field" title={t(`fieldNotes.${field}`)}>
      <label htmlFor={id}>{t(`fields.${field}`)}</label>
      <input
        id={id}
        type="number"
        min={min}
        max={max}
        step={1}
        value={value}
        onChange={(event) => {
          const next = event.currentTarget.valueAsNumber;
          // Half-typed numbers are below the minimum: they are corrected, not refused.
          if (Number.isInteger(next)) setControls({ [field]: Math.min(Math.max(next, min), max) });
        }}
      />
    </span>
  );
}
