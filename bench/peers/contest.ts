// One shape through all systems: each way is tried and checked against float64, and the right ones are timed in rounds.

import { roundOrder } from '../../src/bench/protocol';
import { summarize } from '../../src/bench/stats';
import type { BenchRow } from '../report';
import { checkedTokens, compareRows, expectedRows, inputsOf } from './inputs';
import { bytesOf, flopsOf } from './shapes';
import type { PeerShape, PeerSystem, PeerWay, PreparedPeer } from './system';

export interface ContestOptions {
  readonly rounds: number;
  readonly seed: number;
}

/** Shorter samples would be all submit and interruption. */
const sampleMs = 30;
const mostRepeats = 64;

/** Of a system's right ways, those that take longer than the fastest by this factor are not timed in rounds. */
const hopeless = 1.4;

/** One way with what became of it. */
interface Entry {
  readonly system: PeerSystem;
  readonly way: PeerWay;
  prepared?: PreparedPeer | undefined;
  firstMs?: number;
  /** Of a second run, by which repeats are chosen. */
  trialMs?: number;
  error?: number;
  agrees?: boolean;
  failure?: string;
  readonly samplesMs: number[];
}

const textOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

async function elapsedMs(work: () => Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}

/** Rows in the order of systems and their ways. `say` gets a line for each stage. */
export async function contest(
  systems: readonly PeerSystem[],
  shape: PeerShape,
  { rounds, seed }: ContestOptions,
  say: (line: string) => void,
): Promise<BenchRow[]> {
  const inputs = inputsOf(shape, seed);
  const tokens = checkedTokens(shape, seed);
  const expected = expectedRows(shape, inputs, tokens);
  const entries: Entry[] = [];

  for (const system of systems) {
    const ownEntries = system.ways(shape).map((way): Entry => ({ system, way, samplesMs: [] }));
    for (const entry of ownEntries) {
      await tryOnce(entry);
      const { firstMs = NaN, trialMs = NaN, failure } = entry;
      const outcome =
        failure ?? `${entry.agrees ? 'agrees' : 'WRONG'}, ${entry.error?.toExponential(1)}`;
      say(
        `${shape.id}: ${system.id}, ${entry.way.kernel}: first ${firstMs.toFixed(0)} ms, then ${trialMs.toFixed(2)} ms, ${outcome}`,
      );
    }
    await dropSlow(ownEntries);
    entries.push(...ownEntries);
  }

  async function tryOnce(entry: Entry): Promise<void> {
    try {
      entry.firstMs = await elapsedMs(async () => {
        entry.prepared = await entry.way.prepare(shape, inputs);
        await entry.prepared.run(1);
      });
      if (!entry.prepared) return;
      const result = await entry.prepared.read();
      const { error, agrees } = compareRows(shape, result, tokens, expected);
      Object.assign(entry, { error, agrees });
      if (agrees) entry.trialMs = await elapsedMs(async () => entry.prepared?.run(1));
      else await discard(entry);
    } catch (error) {
      entry.failure = textOf(error);
      await discard(entry);
    }
  }

  for (let round = 0; round < rounds; round++) {
    const running = entries.filter(({ prepared }) => prepared);
    for (const entry of roundOrder(running, seed, round)) {
      const { prepared, trialMs = sampleMs } = entry;
      const repeats = Math.max(1, Math.min(mostRepeats, Math.ceil(sampleMs / trialMs)));
      try {
        entry.samplesMs.push((await elapsedMs(async () => prepared?.run(repeats))) / repeats);
      } catch (error) {
        entry.failure = textOf(error);
        await discard(entry);
      }
    }
  }
  for (const entry of entries) await discard(entry);
  return entries.map((entry) => rowOf(shape, entry));
}

async function discard(entry: Entry): Promise<void> {
  const { prepared } = entry;
  entry.prepared = undefined;
  try {
    await prepared?.dispose();
  } catch (error) {
    entry.failure ??= textOf(error);
  }
}

/** Leaves of a peer's ways those that may turn out the fastest; all of a system's own are timed where they are few. */
async function dropSlow(entries: readonly Entry[]): Promise<void> {
  const fastest = Math.min(...entries.map(({ trialMs = Infinity }) => trialMs));
  for (const entry of entries) {
    const { trialMs } = entry;
    if (trialMs === undefined || trialMs <= hopeless * fastest) continue;
    entry.samplesMs.push(trialMs);
    await discard(entry);
  }
}

function rowOf(shape: PeerShape, entry: Entry): BenchRow {
  const { system, way, firstMs, error, agrees, failure, samplesMs } = entry;
  const bytes = bytesOf(shape);
  const flops = flopsOf(shape);
  const { median, q1, q3, n } = summarize(samplesMs);
  const timed = n > 0;
  return {
    system: system.id,
    kernel: way.kernel,
    shape: shape.id,
    workload: shape.id,
    format: 'f32',
    scope: 'attend',
    medianMs: timed ? median : null,
    q1Ms: n > 1 ? q1 : null,
    q3Ms: n > 1 ? q3 : null,
    n,
    samplesMs,
    firstMs: firstMs ?? null,
    bytes,
    flops,
    actualBytes: null,
    gbs: timed ? bytes / median / 1e6 : null,
    gflops: timed ? flops / median / 1e6 : null,
    shareOfCeiling: null,
    error: error ?? null,
    agrees: agrees ?? null,
    failure: failure === undefined ? null : { code: 'cannotRun', text: failure, unexpected: false },
  };
}
