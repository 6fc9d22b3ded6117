// How many threads the CPU reader takes on this machine.

/** More would wait for the memory, and the page needs one. */
const mostThreads = 8;

/** Memory is shared between threads only where the page is isolated from others. */
export const threadCount = (): number =>
  globalThis.crossOriginIsolated
    ? Math.max(1, Math.min(mostThreads, navigator.hardwareConcurrency))
    : 1;
