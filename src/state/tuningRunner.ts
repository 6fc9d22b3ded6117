// Store and commands of a tuning that somebody watches: how far it is, what it found, and how it ended.

import { createStore } from 'zustand/vanilla';
import type {
  Engine,
  OnTuningEvent,
  RunFailure,
  RunOutcome,
  TuningEvent,
} from '../engine/protocol';
import { createAttempts } from './attempts';

export interface TuningRun {
  readonly status: 'idle' | 'tuning' | 'stopping' | 'finished' | 'stopped' | 'failed';
  readonly progress: Extract<TuningEvent, { type: 'progress' }> | null;
  /** Contenders that have their kernels. */
  readonly found: number;
  /** Of the last contender that could not be tuned, or of all. */
  readonly failure: RunFailure | null;
}

export const noTuning: TuningRun = { status: 'idle', progress: null, found: 0, failure: null };

export const tuningRunStore = createStore<TuningRun>(() => noTuning);

export interface TuningRunner {
  /** Resolves when it has ended, however it ended. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** @param tune tunes for what a run would measure now, and keeps what it finds */
export function createTuningRunner(
  engine: Pick<Engine, 'stop'>,
  tune: (onEvent: OnTuningEvent) => Promise<RunOutcome>,
): TuningRunner {
  const attempts = createAttempts();
  const { setState, getState } = tuningRunStore;
  return {
    async start() {
      setState({ ...noTuning, status: 'tuning' });
      const outcome = await attempts.run<TuningEvent>(tune, (event) => {
        if (event.type === 'progress') setState({ progress: event });
        else if (event.type === 'tuned') setState(({ found }) => ({ found: found + 1 }));
        else setState({ failure: event.failure });
      });
      if (!outcome) return;
      const failure = outcome.failure ?? getState().failure;
      setState({ status: outcome.ended, failure, progress: null });
    },

    async stop() {
      if (getState().status !== 'tuning') return;
      setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}
