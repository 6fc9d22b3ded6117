// Long work on the CPU in slices, so that a worker hears a stop between them.

/** Shorter than a frame, so that even on the page's own thread nothing stutters for long. */
const sliceMs = 12;

/** Lets whatever waits on this thread run: a task, not a microtask, since messages are tasks. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      // An open port would keep Node running.
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

export class Pace {
  private sliceBegan = performance.now();
  private busy = 0;

  constructor(private readonly signal: AbortSignal) {}

  /** Time spent in slices, without the pauses between them. */
  get busyNs(): number {
    return (this.busy + performance.now() - this.sliceBegan) * 1e6;
  }

  /** Pauses when the slice is over. Throws the signal's reason once it is aborted. */
  async breathe(): Promise<void> {
    const slice = performance.now() - this.sliceBegan;
    if (slice < sliceMs) return;
    this.busy += slice;
    await nextTask();
    this.sliceBegan = performance.now();
    this.signal.throwIfAborted();
  }

  /** Runs a generator to its end, a slice at a time. */
  async finish<T>(work: Generator<unknown, T>): Promise<T> {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      await this.breathe();
    }
  }
}
