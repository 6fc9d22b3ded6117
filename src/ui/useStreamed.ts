// A store that is told something several times a second, as figures and tables read it: without holding up the page.

import { startTransition, useEffect, useEffectEvent, useState } from 'react';
import type { StoreApi } from 'zustand';

/**
 * What `useStore` gives, a moment later: React draws it in small pieces between frames, where a store would have it drawn
 * at once. For what streams in; what answers a person reads the store itself.
 */
export function useStreamed<State, Part>(
  store: StoreApi<State>,
  select: (state: State) => Part,
): Part {
  // In a box, so that a function is kept and not called.
  const [{ part }, setPart] = useState(() => ({ part: select(store.getState()) }));
  const tell = useEffectEvent(() => {
    startTransition(() =>
      setPart((before) => {
        const now = select(store.getState());
        return Object.is(before.part, now) ? before : { part: now };
      }),
    );
  });
  useEffect(() => {
    // Whatever changed between the first drawing and now.
    tell();
    return store.subscribe(() => tell());
  }, [store]);
  return part;
}
