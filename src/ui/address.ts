// Keeps the address's hash and the controls alike.

import { controlsStore } from '../state/controls';
import { noticesStore } from '../state/notices';
import { decodeControls, encodeControls } from '../state/permalink';

/** Browsers refuse to be told a new address more than about 100 times in 30 seconds. */
const settleMs = 300;

function readAddress(): void {
  const { controls, notices } = decodeControls(window.location.hash);
  controlsStore.setState(controls, true);
  // Those of the query, read before, stay.
  noticesStore.setState(({ notices: before }) => ({
    notices: [...before.filter(({ key }) => key === 'show' || key === 'lock'), ...notices],
  }));
  // What the link could not have is gone from it, so that it can be handed on.
  if (notices.length > 0) writeAddress();
}

function writeAddress(): void {
  window.history.replaceState(null, '', `#${encodeControls(controlsStore.getState())}`);
}

/** The whole address of what the page shows now. */
export function currentLink(): string {
  writeAddress();
  return window.location.href;
}

/** The same state on the whole page, outside any frame. */
export function fullLink(): string {
  const url = new URL(window.location.href);
  for (const key of ['embed', 'show', 'lock']) url.searchParams.delete(key);
  url.hash = encodeControls(controlsStore.getState());
  return url.href;
}

/** Reads the address once, then follows changes on either side. */
export function bindAddress(): void {
  readAddress();
  window.addEventListener('hashchange', readAddress);
  let timer: number | undefined;
  controlsStore.subscribe(() => {
    window.clearTimeout(timer);
    timer = window.setTimeout(writeAddress, settleMs);
  });
}
