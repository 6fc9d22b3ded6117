// The page's side of the worker that decomposes: started when first asked, ended to stop it.

import { proxy, wrap, type Remote } from 'comlink';
// Its text comes with the chart's, so that nothing is asked for once the page is idle. Vite gives it a default export.
// oxlint-disable-next-line import/default
import DecomposingWorker from './worker.ts?worker&inline';
import type { Answer, Decomposing } from './protocol';

/** An answer, or that it was stopped before there was one. */
export type Reply<Value> = Answer<Value> | { readonly kind: 'stopped' };

type Stoppable<Ask> = Ask extends (...asked: infer Asked) => Promise<Answer<infer Value>>
  ? (...asked: Asked) => Promise<Reply<Value>>
  : never;

export type Decomposer = { readonly [Name in keyof Decomposing]: Stoppable<Decomposing[Name]> } & {
  /** Whatever runs is dropped at once. */
  stop(): void;
};

interface Started {
  readonly remote: Remote<Decomposing>;
  /** Resolves when the worker was ended, or with its fault when it cannot go on. */
  readonly ended: Promise<Reply<never>>;
  end(): void;
}

function start(onFailed: () => void): Started {
  const worker = new DecomposingWorker({ name: 'lowrank' });
  let resolve: (reply: Reply<never>) => void = () => undefined;
  const ended = new Promise<Reply<never>>((settle) => {
    resolve = settle;
  });
  worker.addEventListener('error', ({ message }) => {
    onFailed();
    resolve({ kind: 'fault', fault: { code: 'failed', values: { reason: message || 'worker' } } });
  });
  return {
    remote: wrap<Decomposing>(worker),
    ended,
    end() {
      worker.terminate();
      resolve({ kind: 'stopped' });
    },
  };
}

export function createDecomposer(): Decomposer {
  /** One that failed is not asked again. */
  const begin = () =>
    start(() => {
      started = null;
    });
  let started: Started | null = null;

  async function ask<Value>(
    question: (remote: Remote<Decomposing>) => Promise<Answer<Value>>,
  ): Promise<Reply<Value>> {
    const mine = (started ??= begin());
    return Promise.race([question(mine.remote), mine.ended]);
  }

  return {
    open: (file) => ask((remote) => remote.open(file)),
    measureSeeded: (request, onStage) =>
      ask((remote) => remote.measureSeeded(request, proxy(onStage))),
    measurePair: (file, pair, onStage) =>
      ask((remote) => remote.measurePair(file, pair, proxy(onStage))),
    stop() {
      started?.end();
      started = null;
    },
  };
}
