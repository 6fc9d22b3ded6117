// Store: one token as the device made it, tensor by tensor, as plain data.

import { createStore } from 'zustand/vanilla';
import type {
  Contender,
  DeviceReport,
  RunFailure,
  TensorReport,
  TokenEvent,
  TokenRequest,
} from '../engine/protocol';

/** What one contender's step made. */
export interface MadeToken extends Contender {
  readonly ranOn: 'gpu' | 'cpu';
  readonly tensors: readonly TensorReport[];
}

export interface TokenLook {
  readonly status: 'idle' | 'running' | 'stopping' | 'finished' | 'stopped' | 'failed';
  readonly run: { readonly request: TokenRequest; readonly device: DeviceReport } | null;
  /** How far it is, between 0 and 1. */
  readonly fraction: number;
  readonly tokens: readonly MadeToken[];
  readonly failures: readonly (Contender & { readonly failure: RunFailure })[];
  /** Why nothing at all could be had. */
  readonly failure: RunFailure | null;
}

export const noLook: TokenLook = {
  status: 'idle',
  run: null,
  fraction: 0,
  tokens: [],
  failures: [],
  failure: null,
};

export const tokenStore = createStore<TokenLook>(() => noLook);

export function afterTokenEvent(look: TokenLook, event: TokenEvent): TokenLook {
  switch (event.type) {
    case 'preparing':
      return { ...look, fraction: event.fraction };
    case 'token': {
      const { variantId, mode, ranOn, tensors } = event;
      return { ...look, tokens: [...look.tokens, { variantId, mode, ranOn, tensors }] };
    }
    case 'failed': {
      const { variantId, mode, failure } = event;
      return { ...look, failures: [...look.failures, { variantId, mode, failure }] };
    }
  }
}

export type TokenVerdict = 'none' | 'agrees' | 'disagrees';

/** Of all tensors that were compared, with how many those were and the largest error over its bound. */
export function tokenVerdict(tokens: readonly MadeToken[]) {
  const compared = tokens.flatMap(({ tensors }) =>
    tensors.flatMap(({ agreement }) => agreement ?? []),
  );
  const wrong = compared.filter(({ agrees }) => !agrees).length;
  const verdict: TokenVerdict =
    compared.length === 0 ? 'none' : wrong === 0 ? 'agrees' : 'disagrees';
  return { verdict, compared: compared.length, wrong };
}
