// What the engine does now: it does one thing at a time, and a second would end the first.

import { useStore } from 'zustand';
import { ceilingStore } from '../state/ceilings';
import { crossoverResults } from '../state/crossoverResults';
import { raceStore } from '../state/race';
import { resultsStore } from '../state/results';
import { tokenStore } from '../state/token';
import { tuningRunStore } from '../state/tuningRunner';

type Busy = 'run' | 'race' | 'measuring' | 'tuning';

const going: readonly string[] = ['running', 'preparing', 'racing', 'paused', 'stopping'];
const isGoing = ({ status }: { readonly status: string }): boolean => going.includes(status);

/** Null where it rests. */
export function useBusy(): Busy | null {
  const run = useStore(resultsStore, isGoing);
  const crossover = useStore(crossoverResults, isGoing);
  const race = useStore(raceStore, isGoing);
  const measuring = useStore(ceilingStore, ({ status }) => status === 'measuring');
  const tuning = useStore(tuningRunStore, ({ status }) => status === 'tuning');
  const token = useStore(tokenStore, isGoing);
  if (run || crossover || token) return 'run';
  if (race) return 'race';
  if (measuring) return 'measuring';
  return tuning ? 'tuning' : null;
}
