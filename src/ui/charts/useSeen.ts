// Whether an element has come near what the reader sees, for work that nobody waits for until then.

import { useCallback, useState, type RefCallback } from 'react';

/** A screen or so before it is reached. */
const margin = '600px 0px';

/** Gives a ref for the element, and whether it has been near; it stays so. */
export function useSeen(): [RefCallback<Element>, boolean] {
  const [isSeen, setIsSeen] = useState(false);
  const watch = useCallback((element: Element | null) => {
    if (!element) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        setIsSeen(true);
        observer.disconnect();
      },
      { rootMargin: margin },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [watch, isSeen];
}
