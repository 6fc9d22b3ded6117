// The controls store as React reads and changes it.

import { useStore } from 'zustand';
import { controlsStore, type Controls } from '../state/controls';

export const useControls = <Part>(select: (controls: Controls) => Part): Part =>
  useStore(controlsStore, select);

export const setControls = (change: Partial<Controls>): void => controlsStore.setState(change);
