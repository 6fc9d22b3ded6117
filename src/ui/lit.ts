// Store: the controls that are lit everywhere, because a symbol of theirs has the pointer or the focus.

import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Lightable } from './symbols';

const none: readonly Lightable[] = [];

const litStore = createStore<{ readonly lit: readonly Lightable[] }>(() => ({ lit: none }));

/** Whether any of these controls is lit. */
export const useLit = (controls: readonly Lightable[]): boolean =>
  useStore(litStore, ({ lit }) => lit.some((name) => controls.includes(name)));

/** What lights its controls while the pointer rests on it or the focus is in it. */
export function lights(controls: readonly Lightable[]) {
  const on = () => litStore.setState({ lit: controls });
  const off = () => litStore.setState({ lit: none });
  return { onPointerEnter: on, onPointerLeave: off, onFocus: on, onBlur: off };
}
