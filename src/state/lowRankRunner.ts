// Commands of the low-rank chart: measure what is seeded, open a file, measure another of its pairs, stop.

import type { Decomposer, Reply } from '../lowrank/client';
import type { Fault } from '../lowrank/fault';
import type { Measured, Stage } from '../lowrank/measure';
import type { Pair } from '../lowrank/pairs';
import type { SeededRequest } from '../lowrank/protocol';
import { lowRankStore, type LowRank, type WeightSource } from './lowRank';

export interface LowRankRunner {
  /** Of several asked for while one runs, the last one is measured after it; what was stopped waits for `again`. */
  measureSeeded(request: SeededRequest): Promise<void>;
  /** Reads a file and measures its first pair; where either fails, everything stays as it was but the fault. */
  open(file: File): Promise<void>;
  /** Measures another pair of the file that is open. */
  choose(at: number): Promise<void>;
  show(source: WeightSource): void;
  stop(): void;
  /** Measures what was stopped. */
  again(): Promise<void>;
}

const { getState, setState } = lowRankStore;

export function createLowRankRunner(decomposer: Decomposer): LowRankRunner {
  // What an earlier turn has to say comes too late.
  let turn = 0;
  let wanted: SeededRequest | null = null;
  let running: SeededRequest | null = null;
  let next: SeededRequest | null = null;
  let opened: Blob | null = null;

  function begin(of: WeightSource, name = ''): number {
    setState({ busy: { of, name, stage: null }, stopped: false, fault: null });
    return ++turn;
  }

  const onStage = (mine: number) => (stage: Stage) => {
    const { busy } = getState();
    if (mine === turn && busy) setState({ busy: { ...busy, stage } });
  };

  /** Drops what runs: its answer would come too late. */
  function interrupt(): void {
    next = null;
    running = null;
    turn++;
    if (getState().busy) decomposer.stop();
    setState({ busy: null });
  }

  /** The value of a reply that still counts; what else it says is shown. */
  function taken<Value>(reply: Reply<Value>, mine: number, name: string): Value | null {
    if (mine !== turn || reply.kind === 'stopped') return null;
    if (reply.kind === 'done') return reply.value;
    fail(reply.fault, name);
    return null;
  }

  const fail = (fault: Fault, name: string) => setState({ busy: null, fault: { name, fault } });

  async function runSeeded(request: SeededRequest): Promise<void> {
    running = request;
    const mine = begin('seeded');
    const reply = await decomposer.measureSeeded(request, onStage(mine));
    const measured = taken(reply, mine, '');
    if (mine !== turn) return;
    running = null;
    if (measured) setState({ busy: null, seeded: { kind: 'seeded', request, measured } });
    const after = next;
    next = null;
    if (after) await runSeeded(after);
  }

  async function measurePair(
    file: Blob,
    { name, pairs, chosen }: { name: string; pairs: readonly Pair[]; chosen: number },
    mine: number,
  ): Promise<Measured | null> {
    const pair = pairs[chosen];
    if (!pair) return null;
    return taken(await decomposer.measurePair(file, pair, onStage(mine)), mine, name);
  }

  const showFile = (read: NonNullable<LowRank['file']>) =>
    setState({ busy: null, source: 'file', file: read });

  async function measureWanted(): Promise<void> {
    const { busy, seeded } = getState();
    if (busy?.of === 'seeded') next = wanted === running ? null : wanted;
    else {
      if (busy) interrupt();
      if (wanted && seeded?.request !== wanted) await runSeeded(wanted);
      else setState({ stopped: false });
    }
  }

  async function choose(chosen: number): Promise<void> {
    const { file } = getState();
    if (!file || !opened) return;
    interrupt();
    const mine = begin('file', file.name);
    const measured = await measurePair(opened, { ...file, chosen }, mine);
    if (measured) showFile({ ...file, chosen, measured });
  }

  return {
    async measureSeeded(request) {
      if (getState().stopped && request === wanted) return;
      wanted = request;
      await measureWanted();
    },
    async open(file) {
      interrupt();
      const { name } = file;
      const mine = begin('file', name);
      const pairs = taken(await decomposer.open(file), mine, name);
      if (!pairs) return;
      const read = { name, pairs, chosen: 0 };
      const measured = await measurePair(file, read, mine);
      if (!measured) return;
      opened = file;
      showFile({ kind: 'file', ...read, measured });
    },
    choose,
    show(source) {
      interrupt();
      setState({ source, fault: null, stopped: false });
    },
    stop() {
      interrupt();
      setState({ stopped: true });
    },
    async again() {
      const { source, file } = getState();
      setState({ stopped: false });
      if (source === 'seeded') await measureWanted();
      else if (file) await choose(file.chosen);
    },
  };
}
