// Store: what was last chosen in the dialog of what is taken away, so that closing it loses nothing.

import { createStore } from 'zustand/vanilla';

export const parts = ['config', 'command', 'report'] as const;

export interface TakeawayChoice {
  readonly part: (typeof parts)[number];
  /** Of the entry that is taken away; null for the model's own. */
  readonly key: string | null;
  /** A name on the hub or a folder, as it was typed. */
  readonly model: string;
  /** Null while nobody has said: then as chosen where several are, and as few as fit where it is one. */
  readonly devices: 'asked' | 'fewest' | null;
}

export const takeawayStore = createStore<TakeawayChoice>(() => ({
  part: 'config',
  key: null,
  model: '',
  devices: null,
}));
