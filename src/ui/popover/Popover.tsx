// A button and what it opens beside itself: a native popover, which Escape, a press outside and the button close.
//
// What it opens is made when it opens, so that a page of figures costs no more than their buttons.

import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { placeBeside } from './place';

export function Popover({
  className,
  button,
  hint,
  title,
  panelClassName = '',
  children,
}: {
  className: string;
  /** What stands on the button. */
  button: ReactNode;
  /** What the button does, said when the pointer rests on it. */
  hint?: string;
  /** The name of what opens. */
  title: string;
  panelClassName?: string;
  children: () => ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    // By the next frame it is shown and has a size; nobody sees it in another place before.
    const frame = requestAnimationFrame(() => {
      if (!opener.current || !panel.current) return;
      // The page reserves room for a scrollbar: the body ends before it.
      const { clientWidth: width } = document.body;
      const { clientHeight: height } = document.documentElement;
      const { left, top } = placeBeside(
        opener.current.getBoundingClientRect(),
        panel.current.getBoundingClientRect(),
        { width, height },
      );
      // In the document's pixels, so that it goes along when the page scrolls.
      panel.current.style.left = `${left + window.scrollX}px`;
      panel.current.style.top = `${top + window.scrollY}px`;
    });
    return () => cancelAnimationFrame(frame);
  }, [open]);
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={className}
        popoverTarget={id}
        aria-haspopup="dialog"
        title={hint}
      >
        {button}
      </button>
      {/* Phrasing content, since figures stand in sentences. */}
      <span
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={title}
        className={`popover ${panelClassName}`}
        onBeforeToggle={(event) => {
          if (event.newState === 'open') setOpen(true);
        }}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && children()}
      </span>
    </>
  );
}
