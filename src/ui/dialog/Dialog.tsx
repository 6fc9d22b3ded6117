// A dialog over the page, with its title and the button that closes it: open from the moment it is made.

import { useEffect, useId, useRef, type DragEventHandler, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import '../style/dialog.css';

export function Dialog({
  className,
  title,
  onClose,
  onDragOver,
  onDrop,
  foot,
  children,
}: {
  className: string;
  title: string;
  onClose: () => void;
  onDragOver?: DragEventHandler;
  onDrop?: DragEventHandler;
  /** What stands beneath all that scrolls. */
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    // A dialog that is open refuses to be opened again.
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a file dropped beside a field would open in place of the page
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={`${id}-title`}
      onClose={onClose}
      onDragOver={onDragOver}
      onDrop={onDrop}
    >
      {/* Not a <header>: the page has its banner. */}
      <div className="dialog-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <button type="button" className="button quiet" onClick={() => dialog.current?.close()}>
          {t('dialog.close')}
        </button>
      </div>
      {children}
      {foot && <div className="dialog-foot">{foot}</div>}
    </dialog>
  );
}
