// The controls store as React reads and changes it.

import { useDeferredValue } from 'react';
import { useStore } from 'zustand';
import { controlsStore, type Controls } from '../state/controls';

export const useControls = <Part>(select: (controls: Controls) => Part): Part =>
  useStore(controlsStore, select);

export const setControls = (change: Partial<Controls>): void => controlsStore.setState(change);

/** What is derived for a drawing: receipts answer a drag at once, and this may come a frame later. */
export const useLater = <Part>(derive: (controls: Controls) => Part): Part =>
  derive(useDeferredValue(useControls((c) => c)));
