// Store: what of the link that opened the page could not be used.

import { createStore } from 'zustand/vanilla';
import type { LinkNotice } from './permalink';

export const noticesStore = createStore<{ readonly notices: readonly LinkNotice[] }>(() => ({
  notices: [],
}));
