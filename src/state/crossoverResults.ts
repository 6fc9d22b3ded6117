// Store: what the measurement of two ways over one cache told, beside the run's own results.

import { createStore } from 'zustand/vanilla';
import { noResults, type Results } from './results';

export const crossoverResults = createStore<Results>(() => noResults);
