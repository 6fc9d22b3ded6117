// Store: what of the link that opened the page could not be used.

import { createStore } from 'zustand/vanilla';
import type { LinkNotice } from './readKeys';

export const noticesStore = createStore<{ readonly notices: readonly LinkNotice[] }>(() => ({
  notices: [],
}));
