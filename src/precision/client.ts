// The page's side of the worker that measures precision: started when first asked, ended to stop it.

import { proxy, wrap, type Remote } from 'comlink';
// Its text comes with the chart's, so that nothing is asked for once the page is idle. Vite gives it a default export.
// oxlint-disable-next-line import/default
import MeasuringWorker from './worker.ts?worker&inline';
import type { Measuring, OnPrecisionStage, Precision, PrecisionRequest } from './records';

export interface Measurer {
  /** Null where it was stopped before there was an answer. Throws where it fails. */
  measure(request: PrecisionRequest, onStage: OnPrecisionStage): Promise<Precision | null>;
  /** Whatever runs is dropped at once. */
  stop(): void;
}

interface Started {
  readonly remote: Remote<Measuring>;
  /** Resolves when the worker was ended; rejects when it cannot go on. */
  readonly ended: Promise<null>;
  end(): void;
}

function start(onFailed: () => void): Started {
  const worker = new MeasuringWorker({ name: 'precision' });
  let end: () => void = () => undefined;
  const ended = new Promise<null>((resolve, reject) => {
    end = () => {
      worker.terminate();
      resolve(null);
    };
    worker.addEventListener('error', ({ message }) => {
      onFailed();
      reject(new Error(message || 'the worker ended'));
    });
  });
  // It may end while nobody waits.
  ended.catch(() => undefined);
  return { remote: wrap<Measuring>(worker), ended, end };
}

export function createMeasurer(): Measurer {
  let started: Started | null = null;
  const begin = () =>
    start(() => {
      // One that failed is not asked again.
      started = null;
    });
  return {
    async measure(request, onStage) {
      const mine = (started ??= begin());
      return Promise.race([mine.remote.measure(request, proxy(onStage)), mine.ended]);
    },
    stop() {
      started?.end();
      started = null;
    },
  };
}
