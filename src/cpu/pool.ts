// The kernels on several threads, which share one memory and take tasks from one list.

import {
  SHARE_COUNT,
  SHARE_DONE,
  SHARE_EPOCH,
  SHARE_NEXT,
  SHARE_TASKS,
  SHARE_WORDS,
  TASK_WORDS,
} from './assembly/fields';
import { compileKernels, openKernels, type Build, type Kernels } from './kernels';
import { CpuMemory } from './memory';
import { scoresBytes, type Runner, type Task } from './tasks';

/** What a thread needs to serve; it is posted to it. */
export interface Errand {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Addresses. */
  readonly share: number;
  /** Where the address of the thread's scratch is told. */
  readonly scratch: number;
}

export interface Thread {
  terminate(): unknown;
}

/** Starts a thread on its errand: src/cpu/thread.ts in a browser. */
export type StartThread = (errand: Errand) => Thread;

/** Numbers of tasks have 16 bits, and half of them are kept for threads that come when all are taken. */
const mostTasks = 0x4000;
const allTaken = 0x8000;

export class Pool implements Runner {
  private epoch = 0;
  private readonly share: number;
  /** [threads] Addresses of their scratches; this thread's is the first. */
  private readonly scratches: number;
  private reserved = 0;
  private tasksAt: number;
  private room = 256;
  /** Of the list that threads work on. */
  private count = 0;
  private readonly others: readonly Thread[];

  private constructor(
    readonly memory: CpuMemory,
    readonly build: Build,
    private readonly kernels: Kernels,
    readonly threads: number,
    start: (share: number, scratch: number) => Thread,
  ) {
    this.share = memory.allocate(SHARE_WORDS * 4);
    this.scratches = memory.allocate(threads * 4);
    this.allocateScratches(0);
    this.tasksAt = memory.allocate(this.room * TASK_WORDS * 4);
    this.others = Array.from({ length: threads - 1 }, (_, other) =>
      start(this.share, this.scratches + (other + 1) * 4),
    );
  }

  /** Throws NoSimdError, or RangeError where there is no memory. */
  static async open(
    threads: number,
    startThread: StartThread,
    wanted?: readonly Build[],
  ): Promise<Pool> {
    const memory = new CpuMemory();
    const compiled = await compileKernels(wanted);
    const kernels = await openKernels(compiled, memory);
    const { module } = compiled;
    return new Pool(memory, compiled.build, kernels, threads, (share, scratch) =>
      startThread({ module, memory: memory.memory, share, scratch }),
    );
  }

  *phase(tasks: readonly Task[]): Generator<void, void> {
    for (let first = 0; first < tasks.length; first += mostTasks) {
      yield* this.list(tasks.slice(first, first + mostTasks));
    }
  }

  private *list(tasks: readonly Task[]): Generator<void, void> {
    this.settle();
    this.makeRoom(tasks.length);
    const list = this.memory.words(this.tasksAt, tasks.length * TASK_WORDS);
    tasks.forEach((task, i) => list.set(task, i * TASK_WORDS));
    this.epoch = (this.epoch + 1) & 0xffff;
    this.count = tasks.length;
    const words = this.words();
    words[SHARE_TASKS] = this.tasksAt;
    Atomics.store(words, SHARE_DONE, 0);
    Atomics.store(words, SHARE_COUNT, (this.epoch << 16) | this.count);
    Atomics.store(words, SHARE_NEXT, this.epoch << 16);
    // One task is done before another thread would have woken.
    if (tasks.length > 1) {
      Atomics.store(words, SHARE_EPOCH, this.epoch);
      Atomics.notify(words, SHARE_EPOCH);
    }
    while (this.kernels.help(this.share, this.scratches) !== 0) yield;
    while (Atomics.load(words, SHARE_DONE) < this.count) yield;
    this.count = 0;
  }

  reserve(bytes: number): void {
    if (bytes <= this.reserved) return;
    this.settle();
    for (const at of this.scratchWords()) this.memory.release(at);
    this.allocateScratches(bytes);
  }

  settle(): void {
    if (this.count === 0) return;
    const words = this.words();
    const next = Atomics.exchange(words, SHARE_NEXT, (this.epoch << 16) | allTaken);
    const taken = Math.min(next & 0xffff, this.count);
    while (Atomics.load(words, SHARE_DONE) < taken);
    this.count = 0;
  }

  dispose(): void {
    this.settle();
    for (const thread of this.others) thread.terminate();
  }

  private allocateScratches(bytes: number): void {
    const made = Array.from({ length: this.threads }, () =>
      this.memory.allocate(scoresBytes + bytes),
    );
    this.scratchWords().set(made);
    this.reserved = bytes;
  }

  private scratchWords(): Int32Array {
    return this.memory.words(this.scratches, this.threads);
  }

  private words(): Int32Array {
    return this.memory.words(this.share, SHARE_WORDS);
  }

  private makeRoom(count: number): void {
    if (count <= this.room) return;
    this.memory.release(this.tasksAt);
    this.room = count;
    this.tasksAt = this.memory.allocate(count * TASK_WORDS * 4);
  }
}
