// Store and command: the measurement of two ways over one cache, beside the run's own results.

import { createStore } from 'zustand/vanilla';
import type { Engine } from '../engine/protocol';
import { createMeasurement, type Measurement } from './measurement';
import { noResults, type Results } from './results';

export const crossoverResults = createStore<Results>(() => noResults);

const made = new WeakMap<Engine, Measurement>();

/** The one of an engine: the figure may be taken away and shown again. */
export function crossoverMeasurementOf(engine: Engine): Measurement {
  const known = made.get(engine) ?? createMeasurement(engine, crossoverResults);
  made.set(engine, known);
  return known;
}
