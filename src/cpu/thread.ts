// A thread of the pool, as a browser's worker: serves until it is ended from outside.

import type { Errand } from './pool';

/** What a thread calls of the kernels. */
interface Served {
  serve(share: number, scratch: number): void;
}

addEventListener(
  'message',
  ({ data: { module, memory, share, scratch } }: MessageEvent<Errand>) => {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    (exports as unknown as Served).serve(share, scratch);
  },
  { once: true },
);
