// The worker: answers the page's messages with an engine of its own thread.

import '../polyfill';
import { expose, releaseProxy, type Remote } from 'comlink';
import { LocalEngine } from './localEngine';
import type { Engine, OnEvent } from './protocol';

const engine = new LocalEngine();

// A function that arrives here is a proxy of the page's: a call is a message, with an answer to be awaited.
const exposed: Engine = {
  device: () => engine.device(),
  stop: () => engine.stop(),
  dispose: () => engine.dispose(),
  onDevice(listener) {
    const remote = listener as Remote<typeof listener>;
    return engine.onDevice((device) => void remote(device).catch(() => undefined));
  },
  async runDecode(request, onEvent, madeFor) {
    const remote = onEvent as Remote<typeof onEvent>;
    let delivered: Promise<unknown> = Promise.resolve();
    try {
      const tell: OnEvent = (event) => {
        delivered = remote(event);
      };
      return await engine.runDecode(request, tell, madeFor);
    } finally {
      // Messages arrive in order, so that with the last answer all events have been seen before the outcome.
      await delivered.catch(() => undefined);
      remote[releaseProxy]();
    }
  },
};

expose(exposed);
