// The controls store as React reads and changes it.

import { startTransition, useDeferredValue, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { controlsStore, type Controls } from '../state/controls';

export const useControls = <Part>(select: (controls: Controls) => Part): Part =>
  useStore(controlsStore, select);

export const setControls = (change: Partial<Controls>): void => controlsStore.setState(change);

/** What is derived for a drawing: receipts answer a drag at once, and this may come a frame later. */
export const useLater = <Part>(derive: (controls: Controls) => Part): Part =>
  derive(useDeferredValue(useControls((c) => c)));

/** After the last change, so that a drag is over. */
const restMs = 200;

/** What is derived for a measurement to come: it follows the controls once they rest, and a drag has no part in it. */
export function useRested<Part>(derive: (controls: Controls) => Part): Part {
  const [rested, setRested] = useState(controlsStore.getState);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      clearTimeout(timer);
      timer = setTimeout(() => startTransition(() => setRested(controlsStore.getState())), restMs);
    };
    rest();
    const leave = controlsStore.subscribe(rest);
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, []);
  return derive(rested);
}
