// One attempt on the engine at a time: what one that another has replaced still tells is dropped, and errors are outcomes.

import type { RunFailure, RunOutcome } from '../engine/protocol';

export interface Attempts {
  /**
   * Asks the engine, and hands on what it tells while no other attempt has begun.
   * @returns how it ended; null where another has replaced it
   */
  run<Event>(
    ask: (onEvent: (event: Event) => void) => Promise<RunOutcome>,
    onEvent: (event: Event) => void,
  ): Promise<RunOutcome | null>;
  /** Drops whatever is still told. */
  leave(): void;
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** An error that nobody foresaw. */
export const internalFailure = (error: unknown): RunFailure => ({
  code: 'internal',
  message: messageOf(error),
});

export function createAttempts(): Attempts {
  let current = 0;
  return {
    async run(ask, onEvent) {
      const mine = ++current;
      let outcome: RunOutcome;
      try {
        outcome = await ask((event) => {
          if (mine === current) onEvent(event);
        });
      } catch (error) {
        outcome = { ended: 'failed', failure: internalFailure(error) };
      }
      return mine === current ? outcome : null;
    },

    leave() {
      current += 1;
    },
  };
}
