// One subject through all systems: each way is tried and checked against float64, and the right ones are timed in rounds.

import { roundOrder } from '../../src/bench/protocol';
import { summarize } from '../../src/bench/stats';
import type { BenchRow } from '../report';
import { ownName } from './own';
import type { Subject, SubjectWay } from './subjects';
import type { PeerSystem, PreparedPeer } from './system';

export interface ContestOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Part of the names of the ways that other systems take. */
  readonly ways: string;
}

/** Shorter samples would be all submit and interruption. */
const sampleMs = 30;
const mostRepeats = 64;

/** Of a system's right ways, those that take longer than the fastest by this factor are not timed in rounds. */
const hopeless = 1.6;

const trialRuns = 4;
const longTrialMs = 200;
const tediousMs = 30_000;
const longestRunMs = 240_000;

/** One way with what became of it. */
interface Entry {
  readonly system: PeerSystem;
  readonly way: SubjectWay;
  prepared?: PreparedPeer | undefined;
  firstMs?: number;
  /** Of a second run, by which repeats are chosen. */
  trialMs?: number;
  error?: number;
  agrees?: boolean;
  failure?: string;
  actualBytes?: number;
  readonly samplesMs: number[];
}

const textOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** Throws where work is not done in time. It goes on, since nothing can call it back; the others have to bear it. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const tooLate = () => reject(new Error(`no result after ${limitMs / 1000} s`));
    timer = setTimeout(tooLate, limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function elapsedMs(work: () => Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}

/** Rows in the order of systems and their ways. `say` gets a line for each way that was tried. */
export async function contest(
  systems: readonly PeerSystem[],
  subject: Subject,
  { rounds, seed, ways: asked }: ContestOptions,
  say: (line: string) => void,
): Promise<BenchRow[]> {
  const entries: Entry[] = [];
  for (const system of systems) {
    const ways = subject
      .waysOf(system)
      .filter(({ kernel }) => system.id.startsWith(ownName) || kernel.includes(asked))
      .map((way): Entry => ({ system, way, samplesMs: [] }));
    try {
      await system.open();
    } catch (error) {
      for (const entry of ways) entry.failure = textOf(error);
      say(`${subject.id}, ${system.id}: ${textOf(error)}`);
      entries.push(...ways);
      continue;
    }
    for (const entry of ways) {
      await tryOnce(entry, subject);
      say(`${subject.id}, ${system.id}, ${entry.way.kernel}: ${outcomeOf(entry)}`);
    }
    if (system.id !== ownName) await dropSlow(ways);
    entries.push(...ways);
  }
  for (let round = 0; round < rounds; round++) {
    const running = entries.filter(({ prepared }) => prepared);
    for (const entry of roundOrder(running, seed, round)) await sample(entry);
  }
  for (const entry of entries) await discard(entry);
  return entries.map((entry) => rowOf(subject, entry));
}

/** Makes a way ready, checks its first result and, where that is right, sees how long it takes. */
async function tryOnce(entry: Entry, subject: Subject): Promise<void> {
  const beganMs = performance.now();
  try {
    const prepared = await entry.way.prepare();
    entry.prepared = prepared;
    await within(longestRunMs, prepared.run(1));
    entry.firstMs = performance.now() - beganMs;
    if (prepared.actualBytes !== undefined) entry.actualBytes = prepared.actualBytes;
    const { error, agrees } = subject.check(await prepared.read());
    Object.assign(entry, { error, agrees });
    if (agrees) entry.trialMs = await shortestMs(prepared, entry.firstMs);
    else await discard(entry);
  } catch (error) {
    entry.failure = textOf(error);
    await discard(entry);
  }
}

/** Of a few runs, since the second may still be slow; of one where that is long. */
async function shortestMs(prepared: PreparedPeer, firstMs: number): Promise<number> {
  // Compiling takes a second or two: what took much longer ran longer.
  if (firstMs > tediousMs) return firstMs;
  let shortest = Infinity;
  for (let run = 0; run < trialRuns; run++) {
    const ms = await elapsedMs(() => prepared.run(1));
    shortest = Math.min(shortest, ms);
    if (ms > longTrialMs) break;
  }
  return shortest;
}

async function sample(entry: Entry): Promise<void> {
  const { prepared, trialMs = sampleMs } = entry;
  if (!prepared) return;
  const repeats = Math.max(1, Math.min(mostRepeats, Math.ceil(sampleMs / trialMs)));
  try {
    entry.samplesMs.push((await elapsedMs(() => prepared.run(repeats))) / repeats);
  } catch (error) {
    entry.failure = textOf(error);
    await discard(entry);
  }
}

function outcomeOf({ failure, firstMs = NaN, trialMs, agrees, error = NaN }: Entry): string {
  if (failure !== undefined) return failure;
  const times = `first ${firstMs.toFixed(0)} ms, then ${trialMs?.toFixed(2) ?? '–'} ms`;
  return `${times}, ${agrees ? 'agrees' : 'WRONG'} (${error.toExponential(1)})`;
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

/** Leaves of a system's ways those that may turn out the fastest. */
async function dropSlow(entries: readonly Entry[]): Promise<void> {
  const fastest = Math.min(...entries.map(({ trialMs = Infinity }) => trialMs));
  for (const entry of entries) {
    const { trialMs } = entry;
    if (trialMs === undefined || trialMs <= hopeless * fastest) continue;
    entry.samplesMs.push(trialMs);
    await discard(entry);
  }
}

function rowOf({ id, scope, bytes, flops }: Subject, entry: Entry): BenchRow {
  const { system, way, firstMs, error, agrees, failure, samplesMs, actualBytes } = entry;
  const { median, q1, q3, n } = summarize(samplesMs);
  const timed = n > 0;
  return {
    system: system.id,
    runsOn: system.runsOn,
    kernel: way.kernel,
    shape: id,
    workload: id,
    format: 'f32',
    scope,
    medianMs: timed ? median : null,
    q1Ms: n > 1 ? q1 : null,
    q3Ms: n > 1 ? q3 : null,
    n,
    samplesMs,
    firstMs: firstMs ?? null,
    bytes,
    flops,
    actualBytes: actualBytes ?? null,
    gbs: timed ? bytes / median / 1e6 : null,
    gflops: timed ? flops / median / 1e6 : null,
    shareOfCeiling: null,
    error: error ?? null,
    agrees: agrees ?? null,
    failure:
      failure === undefined
        ? null
        : // Every shape of the comparison is one that ours must do.
          { code: 'cannotRun', text: failure, unexpected: system.id === ownName },
  };
}
