// The reins of a race: how fast the caches grow, and whether it rests.

import type { RacePace } from './raceRecords';

export class Pacing {
  private wake: () => void = () => {};

  constructor(private pace: RacePace) {}

  /** Holds from the next round on. */
  set(pace: RacePace): void {
    this.pace = pace;
    this.wake();
  }

  get tokensPerRound(): number {
    return Math.max(1, Math.floor(this.pace.tokensPerRound));
  }

  get paused(): boolean {
    return this.pace.paused;
  }

  /** Resolves at once while the race goes on, else when it goes on again. Throws the signal's reason. */
  async untilGoing(signal: AbortSignal): Promise<void> {
    while (this.pace.paused && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    signal.throwIfAborted();
  }
}
