// Keeps tuned kernels in the browser, from visit to visit.

import { openTuning } from '../state/tuning';

const key = 'tuning';

/** Resolves when what was kept is in the store. Storage is absent or throws where a browser forbids it. */
export const bindTuning = (): Promise<void> =>
  openTuning({
    read() {
      try {
        return window.localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    write(text) {
      try {
        window.localStorage.setItem(key, text);
      } catch {
        // What is not kept is tuned again, when somebody asks for it.
      }
    },
  });
