// Commands: look into one token, stop. Joins the store of the token to the engine.

import type { Engine, OnTokenEvent } from '../engine/protocol';
import { createAttempts } from './attempts';
import { controlsStore } from './controls';
import { deviceStore, showDevice } from './device';
import { afterTokenEvent, noLook, tokenStore } from './token';
import { tokenRequestOf } from './tokenRequest';

export interface TokenRunner {
  /** Resolves when the step has been read, or could not be. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

type Told = Parameters<OnTokenEvent>[0];

function receive(event: Told): void {
  if (event.type !== 'deviceChanged') {
    tokenStore.setState((look) => afterTokenEvent(look, event));
    return;
  }
  showDevice(event.device);
  tokenStore.setState(({ run }) => ({ run: run && { ...run, device: event.device } }));
}

export function createTokenRunner(engine: Engine): TokenRunner {
  const attempts = createAttempts();
  return {
    async start() {
      const { device } = deviceStore.getState();
      const request = tokenRequestOf(controlsStore.getState());
      if (device.status !== 'known' || !request) return;
      const { report } = device;
      tokenStore.setState({ ...noLook, status: 'running', run: { request, device: report } }, true);
      const outcome = await attempts.run<Told>(
        (onEvent) => engine.runToken(request, onEvent, report),
        receive,
      );
      if (!outcome) return;
      tokenStore.setState({ status: outcome.ended, failure: outcome.failure ?? null });
    },

    async stop() {
      if (tokenStore.getState().status !== 'running') return;
      tokenStore.setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}
