// The worker: answers the page's messages with an engine of its own thread.

import '../polyfill';
import { expose, releaseProxy, type Remote } from 'comlink';
import { LocalEngine } from './localEngine';
import type { DecodeRequest, Engine, RunEvent } from './protocol';

const engine = new LocalEngine();

const exposed: Engine = {
  device: () => engine.device(),
  stop: () => engine.stop(),
  dispose: () => engine.dispose(),
  async runDecode(request: DecodeRequest, onEvent: (event: RunEvent) => void) {
    // What arrives here is a proxy of the page's function: a call is a message, with an answer to be awaited.
    const remote = onEvent as Remote<typeof onEvent>;
    let delivered: Promise<unknown> = Promise.resolve();
    try {
      return await engine.runDecode(request, (event) => {
        delivered = remote(event);
      });
    } finally {
      // Messages arrive in order, so that with the last answer all events have been seen before the outcome.
      await delivered.catch(() => undefined);
      remote[releaseProxy]();
    }
  },
};

expose(exposed);
