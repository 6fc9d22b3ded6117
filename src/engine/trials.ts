// Trials of shaders in a worker of their own, which is ended when one does not come to its end, and started anew.

import { proxy, releaseProxy, type Remote } from 'comlink';
import type { Engine, OnTrialEvent, RunOutcome, TrialRequest, TrialStage } from './protocol';

/** A worker with the engine that it runs. */
export interface TrialWorker {
  tryShader(request: TrialRequest, onEvent: OnTrialEvent): Promise<RunOutcome>;
  /** Ends it whatever it does, with its device. */
  terminate(): void;
}

/**
 * How long each stage may take, from where it is told to the next event. What runs somebody's own text has a few
 * seconds; what was always there may take long on a slow machine.
 */
const limitsMs: Readonly<Record<TrialStage, number>> = {
  prepare: 60_000,
  compile: 20_000,
  guard: 8000,
  run: 8000,
  check: 60_000,
  measure: 30_000,
};

interface Current {
  leave(outcome: RunOutcome): void;
}

export class Trials {
  private worker: Promise<TrialWorker> | undefined;
  private current: Current | undefined;

  /** @param start makes a worker and hears from it; rejects where it does not start */
  constructor(private readonly start: () => Promise<TrialWorker>) {}

  /** Resolves when the trial has ended, however it ended; `tooLong` is told where its worker had to be ended. */
  async run(request: TrialRequest, onEvent: OnTrialEvent): Promise<RunOutcome> {
    this.stop();
    let leave: Current['leave'] = () => {};
    const left = new Promise<RunOutcome>((resolve) => (leave = resolve));
    const mine: Current = { leave };
    this.current = mine;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = (stage: TrialStage) => {
      clearTimeout(timer);
      const limitMs = limitsMs[stage];
      timer = setTimeout(() => {
        onEvent({ type: 'tooLong', stage, limitMs });
        this.stop();
      }, limitMs);
    };
    let stage: TrialStage = 'prepare';
    const hear: OnTrialEvent = (event) => {
      if (this.current !== mine) return;
      if (event.type === 'stage') stage = event.stage;
      watch(stage);
      onEvent(event);
    };
    watch(stage);
    try {
      this.worker ??= this.start();
      const tried = this.worker.then((worker) => worker.tryShader(request, hear));
      // What a terminated worker still owed is not waited for.
      tried.catch(() => null);
      return await Promise.race([tried, left]);
    } catch (error) {
      this.end();
      const message = error instanceof Error ? error.message : String(error);
      return { ended: 'failed', failure: { code: 'internal', message } };
    } finally {
      clearTimeout(timer);
      if (this.current === mine) this.current = undefined;
    }
  }

  /** Ends the trial that runs, if one does, and its worker with it. */
  stop(): void {
    const { current } = this;
    if (!current) return;
    this.current = undefined;
    this.end();
    current.leave({ ended: 'stopped' });
  }

  private end(): void {
    const { worker } = this;
    this.worker = undefined;
    worker?.then(
      (each) => each.terminate(),
      () => null,
    );
  }
}

/** Trials in workers with an engine each. */
export const trialsIn = (
  startWorker: () => Promise<{ readonly worker: Worker; readonly remote: Remote<Engine> }>,
): Trials =>
  new Trials(async () => {
    const { worker, remote } = await startWorker();
    return {
      tryShader: (request, onEvent) => remote.tryShader(request, proxy(onEvent)),
      terminate: () => {
        remote[releaseProxy]();
        worker.terminate();
      },
    };
  });
