// Copies a text and says how that went, until the text is another; what cannot be copied is selected in its field.

import { useRef, useState, type RefObject } from 'react';

export interface Copying {
  /** Of the field that shows the text. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** What a button says of it. */
  readonly said: 'copy' | 'copied' | 'notCopied';
  readonly copy: () => void;
}

export function useCopy(text: string): Copying {
  const field = useRef<HTMLTextAreaElement>(null);
  const [tried, setTried] = useState<{ text: string; said: 'copied' | 'notCopied' } | null>(null);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setTried({ text, said: 'copied' }),
      () => {
        field.current?.select();
        setTried({ text, said: 'notCopied' });
      },
    );
  };
  return { field, said: tried?.text === text ? tried.said : 'copy', copy };
}
