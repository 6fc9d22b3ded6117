// One number as a field alone, for rows of them; its problem stands in words where the row ends.

import { useId } from 'react';
import { numberIn, useDraft } from './useDraft';

export function CountField({
  id: givenId,
  label,
  note,
  value,
  problem,
  unreadText,
  placeholder,
  read = numberIn,
  show = String,
  onChange,
}: {
  /** Where something else leads to the field. */
  id?: string;
  label: string;
  /** What the number is, said when the pointer rests on its name. */
  note?: string;
  value: number;
  /** What is wrong with the value; nothing where it is empty. */
  problem?: string | undefined;
  /** What to say of a text that is no number. */
  unreadText: (text: string) => string;
  /** What an empty field means. */
  placeholder?: string;
  read?: (text: string) => number | null;
  show?: (value: number) => string;
  onChange: (value: number) => void;
}) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const { typed, isUnread, ...draft } = useDraft(value, read, onChange);
  const trouble = isUnread ? unreadText(typed ?? '') : problem;
  return (
    <>
      <span className={trouble ? 'count-field troubled' : 'count-field'}>
        <label htmlFor={id} title={note}>
          {label}
        </label>
        <input
          type="text"
          id={id}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={typed ?? show(value)}
          aria-invalid={trouble ? true : undefined}
          aria-describedby={trouble ? `${id}-problem` : undefined}
          onChange={(event) => draft.type(event.currentTarget.value)}
          onBlur={draft.leave}
        />
      </span>
      {trouble && (
        <p className="problem row-note" data-kind="chosen" id={`${id}-problem`}>
          {trouble}
        </p>
      )}
    </>
  );
}
