// The size of an element on the page, for drawings that choose their scale by it.

import { useCallback, useState, type RefCallback } from 'react';

export interface Box {
  /** Whole pixels. */
  readonly width: number;
  readonly height: number;
}

/** Gives a ref for the element, and its size: `first` until it is on the page. */
export function useBox(first: Box): [RefCallback<Element>, Box] {
  const [box, setBox] = useState(first);
  const measure = useCallback((element: Element | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const width = Math.floor(entry.contentRect.width);
      const height = Math.floor(entry.contentRect.height);
      setBox((last) => (last.width === width && last.height === height ? last : { width, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [measure, box];
}
