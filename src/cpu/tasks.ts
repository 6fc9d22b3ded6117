// Tasks for the kernels, and the runner that has them done.

import * as fields from './assembly/fields';
import { TASK_WORDS } from './assembly/fields';
import { compileKernels, openKernels, type Build, type Kernels } from './kernels';
import { CpuMemory } from './memory';

type FieldName = Exclude<
  keyof typeof fields,
  'TASK_WORDS' | `${'OP' | 'SHARE' | 'STORED'}_${string}`
>;

/** Words of a task by name. */
export type TaskFields = Readonly<Partial<Record<FieldName, number>>>;

/** [TASK_WORDS] A task's words, as the kernels read them: thousands are made in a second. */
export type Task = Int32Array<ArrayBuffer>;

const wordOf: ReadonlyMap<string, number> = new Map(Object.entries(fields));

/** Words that hold 32-bit floats. */
const floatFields: ReadonlySet<string> = new Set(['SOFTCAP', 'SCALE']);

/** Keys of a block at most, for which a thread's scratch has room. */
export const mostBlockKeys = 256;

/** Of one task: a few milliseconds of a slow core. */
export const taskMultiplyAdds = 12e6;

/** For scores, before the wide rows of a block. */
export const scoresBytes = (4 * mostBlockKeys + 8) * 4;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** A task with the words given, the others being those of `base`, or 0. */
export function taskOf(given: TaskFields, base?: Task): Task {
  const words = base ? base.slice() : new Int32Array(TASK_WORDS);
  for (const [name, value] of Object.entries(given)) {
    const word = wordOf.get(name) ?? 0;
    if (floatFields.has(name)) {
      float[0] = value;
      words[word] = bits[0] ?? 0;
    } else words[word] = value;
  }
  return words;
}

/** Has tasks done, on this thread and on others where there are any. */
export interface Runner {
  readonly memory: CpuMemory;
  /** This one included. */
  readonly threads: number;
  /**
   * Does all of the tasks, in any order; yields between them, at least every few milliseconds on a common machine. What
   * is begun is run to its end, or left and settled.
   */
  phase(tasks: readonly Task[]): Generator<void, void>;
  /** Gives each thread room for that many bytes behind its scores. */
  reserve(bytes: number): void;
  /** Begins no more of the tasks and returns when no thread works on one, within milliseconds. */
  settle(): void;
  /** Ends threads other than this one; nothing runs after that. */
  dispose(): void;
}

/** The kernels on this thread alone. */
export class SingleThread implements Runner {
  readonly threads = 1;
  private readonly task: number;
  private scratch: number;
  private reserved = 0;

  private constructor(
    readonly memory: CpuMemory,
    readonly build: Build,
    private readonly kernels: Kernels,
  ) {
    this.task = memory.allocate(TASK_WORDS * 4);
    this.scratch = memory.allocate(scoresBytes);
  }

  /** Throws NoSimdError, or RangeError where there is no memory. */
  static async open(wanted?: readonly Build[]): Promise<SingleThread> {
    const memory = new CpuMemory();
    const compiled = await compileKernels(wanted);
    return new SingleThread(memory, compiled.build, await openKernels(compiled, memory));
  }

  *phase(tasks: readonly Task[]): Generator<void, void> {
    const words = this.memory.words(this.task, TASK_WORDS);
    for (const task of tasks) {
      words.set(task);
      this.kernels.run(this.task, this.scratch);
      yield;
    }
  }

  reserve(bytes: number): void {
    if (bytes <= this.reserved) return;
    this.memory.release(this.scratch);
    this.scratch = this.memory.allocate(scoresBytes + bytes);
    this.reserved = bytes;
  }

  settle(): void {}

  dispose(): void {}
}
