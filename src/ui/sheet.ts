// Store: whether the sheet of controls is open on a phone; and the way from a figure to the control behind it.

import { createStore } from 'zustand/vanilla';
import type { Lightable } from './symbols';

export const sheetStore = createStore<{ readonly open: boolean }>(() => ({ open: false }));

/** Opens the sheet where there is one, and puts the focus into the first of these controls that is on the page. */
export function goToControl(controls: readonly Lightable[]): void {
  sheetStore.setState({ open: true });
  // A sheet that is closed cannot have the focus.
  requestAnimationFrame(() => {
    for (const name of controls) {
      const field = document.querySelector<HTMLElement>(
        `#controls [data-field="${name}"] :is(input[type="text"], input:checked)`,
      );
      if (!field) continue;
      field.focus();
      field.scrollIntoView({ block: 'nearest' });
      return;
    }
  });
}
