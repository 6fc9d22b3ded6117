// Times one dispatch of a step alone: repeated until a sample is long enough for the clock, or cut where it takes long.

import type { Timer } from '../gpu/timer';
import type { Session } from '../kernels/session';
import { nextSteps, partsOf } from './protocol';
import type { Times } from './shaderRecords';
import { summarize } from './stats';

export class DispatchClock {
  private readonly samplesNs: number[] = [];
  private repetitions = 1;
  private parts = 1;
  private copy = 0;

  constructor(
    private readonly session: Session,
    private readonly index: number,
    private readonly timer: Timer,
    private readonly signal: AbortSignal,
  ) {}

  /** Finds how often a sample repeats it; warms up on the way. @param atMost parts that are enough for certain */
  async calibrate(atMost: number): Promise<void> {
    this.parts = atMost;
    const firstNs = await this.once();
    this.parts = partsOf(firstNs, this.timer.largestSubmit);
    if (this.parts > 1) return;
    for (;;) {
      const ns = (await this.once()) * this.repetitions;
      const next = nextSteps(this.repetitions, ns, this.timer);
      if (next === this.repetitions) return;
      this.repetitions = next;
    }
  }

  /** One sample more: nanoseconds of one dispatch. */
  async sample(): Promise<number> {
    const ns = await this.once();
    this.samplesNs.push(ns);
    return ns;
  }

  get times(): Times {
    const { median, q1, q3 } = summarize(this.samplesNs);
    return {
      medianNs: median,
      q1Ns: q1,
      q3Ns: q3,
      samplesNs: [...this.samplesNs],
      repetitions: this.repetitions,
      parts: this.parts,
      timer: this.timer.kind,
    };
  }

  /** Each repetition reads the next copy of the cache. */
  private async once(): Promise<number> {
    const { session, index, timer, signal, repetitions } = this;
    let ns = 0;
    if (this.parts === 1) {
      const encode = (pass: GPUComputePassEncoder) => session.encodeOnly(pass, index, this.copy++);
      ns = (await timer.sample(encode, repetitions)) / repetitions;
    } else {
      for (const encode of session.parts(this.parts, this.copy++, index)) {
        ns += await timer.term(encode, 1);
        signal.throwIfAborted();
      }
    }
    signal.throwIfAborted();
    return Math.max(ns, 1);
  }
}
