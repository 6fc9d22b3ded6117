// A button that opens a dialog, which is loaded when it is wanted.

import { useState, type ComponentType } from 'react';

type LateDialog = ComponentType<{ onClose: () => void }>;

export function DialogButton({
  className,
  words,
  load,
}: {
  className: string;
  /** What stands on the button, also while the dialog is on its way, and beside it when it cannot come. */
  words: { readonly open: string; readonly opening: string; readonly failed: string };
  load: () => Promise<LateDialog>;
}) {
  const [state, setState] = useState<'closed' | 'opening' | 'failed' | { Dialog: LateDialog }>(
    'closed',
  );
  const open = async () => {
    setState('opening');
    try {
      setState({ Dialog: await load() });
    } catch {
      // Without a network, or where a newer page has taken the place of this one.
      setState('failed');
    }
  };
  return (
    <>
      <button
        type="button"
        className={`button quiet ${className}`}
        aria-haspopup="dialog"
        onClick={() => void open()}
      >
        {state === 'opening' ? words.opening : words.open}
      </button>
      {state === 'failed' && (
        <p className="problem" role="alert">
          {words.failed}
        </p>
      )}
      {typeof state === 'object' && <state.Dialog onClose={() => setState('closed')} />}
    </>
  );
}
