// Whether the page is as narrow as a phone, on a screen: the breakpoint of style/*.css. Paper is never narrow.

import { useSyncExternalStore } from 'react';

const narrow = () => window.matchMedia('screen and (max-width: 699px)');

function subscribe(onChange: () => void): () => void {
  const query = narrow();
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow().matches);
