// What stands between a run and its listener: progress passes now and then, and nothing after the end.

/** Progress is shown, not counted: more often than this nobody sees it. */
const progressEveryMs = 100;

/** Passes events on, progress not too often, until it is closed. */
export class Gate<Event extends { readonly type: string }> {
  private open = true;
  private lastProgressMs = -Infinity;

  constructor(private readonly onEvent: (event: Event) => void) {}

  readonly emit = (event: Event): void => {
    if (!this.open) return;
    if (event.type === 'progress') {
      const nowMs = performance.now();
      if (nowMs - this.lastProgressMs < progressEveryMs) return;
      this.lastProgressMs = nowMs;
    }
    this.onEvent(event);
  };

  close(): void {
    this.open = false;
  }
}
