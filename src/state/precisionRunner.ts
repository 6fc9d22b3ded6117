// Commands of the chart of precision: measure a cut layer or the whole one, stop, and begin again.

import type { Measurer } from '../precision/client';
import { precisionStore, type PrecisionRequests, type PrecisionSize } from './precision';

export interface PrecisionRunner {
  /**
   * What the controls say now: where something else was measured, this is, at the cut size. What was stopped or failed
   * is not begun again by itself. Of several that come while a cut layer is measured, the last is measured after it.
   */
  follow(requests: PrecisionRequests): void;
  /** Measures what the controls say, at a size. */
  measure(size: PrecisionSize): Promise<void>;
  stop(): void;
}

const { getState, setState } = precisionStore;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export function createPrecisionRunner(measurer: Measurer): PrecisionRunner {
  // What an earlier turn has to say comes too late.
  let turn = 0;
  let wanted: PrecisionRequests | null = null;

  /** Drops what runs: its answer would come too late. */
  function interrupt(): void {
    turn++;
    if (getState().busy) measurer.stop();
    setState({ busy: null });
  }

  async function run(size: PrecisionSize, requests: PrecisionRequests): Promise<void> {
    const mine = ++turn;
    setState({ busy: { size, requests, stage: null }, failure: null, stopped: false });
    try {
      const precision = await measurer.measure(requests[size], (stage) => {
        if (mine === turn) setState({ busy: { size, requests, stage } });
      });
      if (mine !== turn || !precision) return;
      setState({ busy: null, measured: { size, requests, precision } });
      if (wanted && wanted !== requests) await run('cut', wanted);
    } catch (error) {
      if (mine === turn) setState({ busy: null, failure: messageOf(error) });
    }
  }

  return {
    follow(requests) {
      const isNew = requests !== wanted;
      wanted = requests;
      const { busy, measured, stopped, failure } = getState();
      if (busy?.requests === requests) return;
      if (!busy) {
        const rests = !isNew && (stopped || failure !== null);
        if (measured?.requests !== requests && !rests) void run('cut', requests);
        return;
      }
      // A cut layer is done within a moment; a whole one that nobody asks for any more is not waited for.
      if (busy.size === 'cut') return;
      interrupt();
      void run('cut', requests);
    },
    async measure(size) {
      if (!wanted) return;
      interrupt();
      await run(size, wanted);
    },
    stop() {
      interrupt();
      setState({ stopped: true });
    },
  };
}
