// The worker: answers the page's messages with an engine of its own thread.

import '../polyfill';
import { expose, releaseProxy, type Remote } from 'comlink';
import { LocalEngine } from './localEngine';
import type { Engine } from './protocol';

const engine = new LocalEngine();

/** A function of the page's as it arrives here. */
type Proxied<Event> = ((event: Event) => Promise<unknown>) & { [releaseProxy](): void };

/** Runs with a listener of the page's; resolves when it has heard all. */
async function telling<Event, Outcome>(
  listener: (event: Event) => void,
  run: (tell: (event: Event) => void) => Promise<Outcome>,
): Promise<Outcome> {
  const remote = listener as Proxied<Event>;
  let delivered: Promise<unknown> = Promise.resolve();
  try {
    return await run((event) => {
      delivered = remote(event);
    });
  } finally {
    // Messages arrive in order, so that with the last answer all events have been seen before the outcome.
    await delivered.catch(() => undefined);
    remote[releaseProxy]();
  }
}

// A function that arrives here is a proxy of the page's: a call is a message, with an answer to be awaited.
const exposed: Engine = {
  device: () => engine.device(),
  stop: () => engine.stop(),
  dispose: () => engine.dispose(),
  onDevice(listener) {
    const remote = listener as Remote<typeof listener>;
    return engine.onDevice((device) => void remote(device).catch(() => undefined));
  },
  runDecode: (request, onEvent, madeFor) =>
    telling(onEvent, (tell) => engine.runDecode(request, tell, madeFor)),
  race: (request, pace, onEvent, madeFor) =>
    telling(onEvent, (tell) => engine.race(request, pace, tell, madeFor)),
  setPace: (pace) => engine.setPace(pace),
  fetchAhead: () => engine.fetchAhead(),
  shaders: (request) => engine.shaders(request),
  offersTrials: () => engine.offersTrials(),
  tryShader: (request, onEvent) => telling(onEvent, (tell) => engine.tryShader(request, tell)),
  stopTrial: () => engine.stopTrial(),
  tune: (request, onEvent) => telling(onEvent, (tell) => engine.tune(request, tell)),
  examine: (request) => engine.examine(request),
  measureCeilings: (onEvent) => telling(onEvent, (tell) => engine.measureCeilings(tell)),
  runToken: (request, onEvent, madeFor) =>
    telling(onEvent, (tell) => engine.runToken(request, tell, madeFor)),
};

expose(exposed);
