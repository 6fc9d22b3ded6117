// One number as a slider and as a field, with its problem in words beneath.
//
// The field keeps the very text that was typed: a number goes to the store, possible or not, and anything else
// stays in the field with a sentence, while the last number is still used.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartNumber, ChartProblem } from '../../state/chartSettings';
import { nearestStop, type FieldName, type FieldProblem } from '../../state/scales';
import { lights, useLit } from '../lit';
import { problemText } from '../problemText';
import { exact } from '../quantity';
import { numberIn, useDraft } from './useDraft';

export function NumberControl({
  field,
  value,
  stops,
  problem,
  note,
  hint,
  quoted,
  valueText,
  onChange,
}: {
  field: FieldName | ChartNumber;
  value: number;
  /** The slider's positions, ascending. */
  stops: readonly number[];
  problem: FieldProblem | ChartProblem | undefined;
  /** What the number is, said when the pointer rests on its name. */
  note: string;
  /** What can be chosen, shown beneath. */
  hint?: string | undefined;
  /** What the model was published with, where the value goes beyond it. */
  quoted?: string | undefined;
  /** What the slider says to a screen reader. */
  valueText?: string | undefined;
  onChange: (value: number) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const { typed, isUnread, ...draft } = useDraft(value, numberIn, onChange);
  const lit = useLit([field]);
  const label = t(`fields.${field}`);
  const trouble = isUnread
    ? t('problems.notANumber', { text: typed, value: exact(value) })
    : problem && problemText(t, problem);

  const slide = (index: number) => {
    draft.discard();
    onChange(stops[index] ?? stops.at(-1) ?? value);
  };
  // The thumb rests on the nearest stop, and a touch that does not move it is no change: it takes that stop.
  const settle = () => {
    if (!stops.includes(value)) slide(nearestStop(stops, value));
  };

  return (
    <div
      className={['number-control', trouble ? 'troubled' : '', lit ? 'lit' : ''].join(' ').trim()}
      data-field={field}
      {...lights([field])}
    >
      <label htmlFor={id} title={note}>
        {label}
      </label>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={valueText ?? exact(value)}
        min={0}
        max={Math.max(stops.length - 1, 1)}
        step={1}
        value={nearestStop(stops, value)}
        onChange={(event) => slide(event.currentTarget.valueAsNumber)}
        onPointerUp={settle}
        onKeyUp={(event) => {
          if (/^(Arrow|Page|Home|End)/.test(event.key)) settle();
        }}
      />
      <input
        type="text"
        id={id}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        value={typed ?? String(value)}
        aria-invalid={trouble ? true : undefined}
        aria-describedby={trouble || hint || quoted ? `${id}-note` : undefined}
        onChange={(event) => draft.type(event.currentTarget.value)}
        onBlur={draft.leave}
      />
      {(trouble || hint || quoted) && (
        <div id={`${id}-note`} className="field-notes">
          {trouble && <p className="problem">{trouble}</p>}
          {hint && <p className="hint">{hint}</p>}
          {quoted && (
            <p className="hint">
              <em>{quoted}</em>
            </p>
          )}
        </div>
      )}
    </div>
  );
}
