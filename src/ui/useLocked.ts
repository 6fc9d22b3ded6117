// Which controls the link keeps from being offered, by their keys in it.

import { useStore } from 'zustand';
import { isLocked, presentationStore } from '../state/presentation';

export function useLocked(): (key: string) => boolean {
  const lock = useStore(presentationStore, (s) => s.lock);
  return (key) => isLocked({ lock }, key);
}
