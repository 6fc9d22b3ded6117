// One number as a slider and as a field, with its problem in words beneath.
//
// The field keeps the very text that was typed: a number goes to the store, possible or not, and anything else
// stays in the field with a sentence, while the last number is still used.

import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nearestStop, type FieldName, type FieldProblem } from '../../state/scales';
import { problemText } from '../problemText';
import { exact } from '../quantity';

interface Draft {
  readonly text: string;
  /** The value in force when the text was typed; another value makes the draft stale. */
  readonly value: number;
}

const numberIn = (text: string): number | null => {
  const plain = text.replace(/[\s,_]/g, '');
  return plain === '' || !Number.isFinite(Number(plain)) ? null : Number(plain);
};

export function NumberControl({
  field,
  value,
  stops,
  problem,
  hint,
  valueText,
  onChange,
}: {
  field: FieldName;
  value: number;
  /** The slider's positions, ascending. */
  stops: readonly number[];
  problem: FieldProblem | undefined;
  /** Shown beneath while there is no problem. */
  hint?: string | undefined;
  /** What the slider says to a screen reader. */
  valueText?: string | undefined;
  onChange: (value: number) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [draft, setDraft] = useState<Draft | null>(null);
  const typed = draft && draft.value === value ? draft.text : null;
  const unread = typed !== null && numberIn(typed) === null;
  const label = t(`fields.${field}`);
  const trouble = unread
    ? t('problems.notANumber', { text: typed, value: exact(value) })
    : problem && problemText(t, problem);

  const type = (text: string) => {
    const number = numberIn(text);
    setDraft({ text, value: number ?? value });
    if (number !== null) onChange(number);
  };
  const slide = (index: number) => {
    setDraft(null);
    onChange(stops[index] ?? value);
  };

  return (
    <div className={trouble ? 'number-control troubled' : 'number-control'} data-field={field}>
      <label htmlFor={id} title={t(`fieldNotes.${field}`)}>
        {label}
      </label>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={
          valueText ?? t('controls.sliderText', { value: exact(value), field: label })
        }
        min={0}
        max={Math.max(stops.length - 1, 1)}
        step={1}
        value={nearestStop(stops, value)}
        onChange={(event) => slide(event.currentTarget.valueAsNumber)}
      />
      <input
        type="text"
        id={id}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        value={typed ?? String(value)}
        aria-invalid={trouble ? true : undefined}
        aria-describedby={trouble || hint ? `${id}-note` : undefined}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => {
          if (!unread || typed?.trim() === '') setDraft(null);
        }}
      />
      {(trouble || hint) && (
        <p id={`${id}-note`} className={trouble ? 'problem' : 'hint'}>
          {trouble || hint}
        </p>
      )}
    </div>
  );
}
