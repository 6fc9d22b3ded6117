// A number field's draft: the very text that was typed, kept as long as the number in force is the one it was typed for.

import { useState } from 'react';

interface Draft {
  readonly text: string;
  /** The value in force when the text was typed; another value makes the draft stale. */
  readonly value: number;
}

/** `read` gives the number that a text says, possible or not, or null where it says none; that reaches `onRead`. */
export function useDraft(
  value: number,
  read: (text: string) => number | null,
  onRead: (value: number) => void,
) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const typed = draft && draft.value === value ? draft.text : null;
  const isUnread = typed !== null && read(typed) === null;
  return {
    /** What was typed; null where the field shows the value in force. */
    typed,
    /** Whether it says no number, so that the value in force is an older one. */
    isUnread,
    type: (text: string) => {
      const number = read(text);
      setDraft({ text, value: number ?? value });
      if (number !== null) onRead(number);
    },
    discard: () => setDraft(null),
    /** The field is left: what could not be read stays to be mended. */
    leave: () => {
      if (!isUnread || typed?.trim() === '') setDraft(null);
    },
  };
}

/** A plain number, with separators or without; null where a text says none. */
export function numberIn(text: string): number | null {
  const plain = text.replace(/[\s,_]/g, '');
  return plain === '' || !Number.isFinite(Number(plain)) ? null : Number(plain);
}
