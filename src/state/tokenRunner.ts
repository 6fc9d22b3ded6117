// Commands: look into one token, stop. Joins the store of the token to the engine.

import type { Engine, OnTokenEvent } from '../engine/protocol';
import { controlsStore } from './controls';
import { deviceStore, showDevice } from './device';
import { afterTokenEvent, noLook, tokenStore } from './token';
import { tokenRequestOf } from './tokenRequest';

export interface TokenRunner {
  /** Resolves when the step has been read, or could not be. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export function createTokenRunner(engine: Engine): TokenRunner {
  // Events of a run that another has replaced are dropped.
  let current = 0;
  return {
    async start() {
      const { device } = deviceStore.getState();
      const request = tokenRequestOf(controlsStore.getState());
      if (device.status !== 'known' || !request) return;
      const mine = ++current;
      tokenStore.setState(
        { ...noLook, status: 'running', run: { request, device: device.report } },
        true,
      );
      const onEvent: OnTokenEvent = (event) => {
        if (mine !== current) return;
        if (event.type === 'deviceChanged') {
          showDevice(event.device);
          tokenStore.setState(({ run }) => ({ run: run && { ...run, device: event.device } }));
          return;
        }
        tokenStore.setState((look) => afterTokenEvent(look, event));
      };
      try {
        const outcome = await engine.runToken(request, onEvent, device.report);
        if (mine !== current) return;
        tokenStore.setState({ status: outcome.ended, failure: outcome.failure ?? null });
      } catch (error) {
        if (mine !== current) return;
        const failure = { code: 'internal', message: messageOf(error) } as const;
        tokenStore.setState({ status: 'failed', failure });
      }
    },

    async stop() {
      if (tokenStore.getState().status !== 'running') return;
      tokenStore.setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}
