// The engine itself, on the thread it is made on: one run at a time, stopped within 200 ms, surviving a lost device.

import { decodeOnCpu } from '../bench/decodeCpu';
import { decodeOnGpu } from '../bench/decodeGpu';
import type { DecodeRequest } from '../bench/records';
import { DeviceLostError } from '../gpu/errors';
import { DeviceSession } from './deviceSession';
import type { DeviceReport, Engine, RunEvent, RunOutcome } from './protocol';

/** How long a run may take to end by itself after a stop; then the device is dropped under it. */
const stopGraceMs = 120;

/** How long a run may take to notice that the device is lost; then it is left behind. */
const lossGraceMs = 1000;

/** Progress is shown, not counted: more often than this nobody sees it. */
const progressEveryMs = 100;

type OnEvent = (event: RunEvent) => void;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Passes events on, progress not too often, until it is closed. */
class Gate {
  private open = true;
  private lastProgressMs = -Infinity;

  constructor(private readonly onEvent: OnEvent) {}

  readonly emit = (event: RunEvent): void => {
    if (!this.open) return;
    if (event.type === 'progress') {
      const nowMs = performance.now();
      if (nowMs - this.lastProgressMs < progressEveryMs) return;
      this.lastProgressMs = nowMs;
    }
    this.onEvent(event);
  };

  close(): void {
    this.open = false;
  }
}

interface Running {
  readonly outcome: Promise<RunOutcome>;
  readonly controller: AbortController;
  /** Ends the run for its caller, whatever it still does. */
  readonly leave: (outcome: RunOutcome) => void;
}

export class LocalEngine implements Engine {
  private running: Running | undefined;
  private latest = 0;

  constructor(private readonly session: DeviceSession = new DeviceSession()) {}

  device(): Promise<DeviceReport> {
    return this.session.report();
  }

  async runDecode(request: DecodeRequest, onEvent: OnEvent): Promise<RunOutcome> {
    const mine = ++this.latest;
    await this.endRunning();
    // Of several calls that waited for the same end, the last one runs, and none where a stop came after it.
    if (mine !== this.latest) return { ended: 'stopped' };
    const running = this.start(request, onEvent);
    this.running = running;
    const outcome = await running.outcome;
    if (this.running === running) this.running = undefined;
    return outcome;
  }

  stop(): Promise<void> {
    // A run that waits for another's end is not to begin.
    this.latest += 1;
    return this.endRunning();
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.session.close();
  }

  private async endRunning(): Promise<void> {
    const { running } = this;
    if (!running) return;
    running.controller.abort();
    const ended = running.outcome.then(() => true);
    if (await Promise.race([ended, sleep(stopGraceMs).then(() => false)])) return;
    // What was submitted cannot be called back, but the device that computes it can be dropped.
    this.session.discard();
    running.leave({ ended: 'stopped' });
    await running.outcome;
  }

  private start(request: DecodeRequest, onEvent: OnEvent): Running {
    const controller = new AbortController();
    const gate = new Gate(onEvent);
    let leave: Running['leave'] = () => {};
    const left = new Promise<RunOutcome>((resolve) => (leave = resolve));
    const run = this.run(request, gate, controller.signal, leave);
    const outcome = Promise.race([run, left]).finally(() => gate.close());
    return { outcome, controller, leave };
  }

  private async run(
    request: DecodeRequest,
    { emit }: Gate,
    signal: AbortSignal,
    leave: Running['leave'],
  ): Promise<RunOutcome> {
    try {
      const device = await this.session.get();
      if ('gpu' in device) {
        void device.gpu.whenLost.then(async (message) => {
          await sleep(lossGraceMs);
          leave({ ended: 'failed', failure: { code: 'deviceLost', message } });
        });
      }
      signal.throwIfAborted();
      const events =
        'gpu' in device ? decodeOnGpu(device, request, signal) : decodeOnCpu(request, signal);
      for await (const event of events) emit(event);
      return { ended: 'finished' };
    } catch (error) {
      if (signal.aborted) return { ended: 'stopped' };
      const message = messageOf(error);
      if (!(error instanceof DeviceLostError)) {
        return { ended: 'failed', failure: { code: 'internal', message } };
      }
      // Opened again at once, so that the page knows where the next run will run.
      emit({ type: 'deviceChanged', device: await this.session.report() });
      return { ended: 'failed', failure: { code: 'deviceLost', message } };
    }
  }
}
