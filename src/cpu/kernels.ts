// The compiled kernels: the widest build that the browser takes, made once, and run on a memory.

import { plain, relaxed } from './assembly/attend.ts?assembly';
import type { CpuMemory } from './memory';

/** The browser lacks what the kernels are made of. */
export class NoSimdError extends Error {
  override readonly name = 'NoSimdError';
}

/** `relaxed` has fused multiply-adds: one rounding where `simd` has two. */
export type Build = 'simd' | 'relaxed';

const builds: Record<Build, string> = { relaxed, simd: plain };

/** What src/cpu/assembly/attend.ts exports; addresses are in bytes. */
export interface Kernels {
  run(task: number, scratch: number): void;
  /** Does a task of those that threads share; 0 where none is left. */
  help(share: number, scratch: number): number;
  widen(
    stored: number,
    from: number,
    stride: number,
    rows: number,
    bytes: number,
    to: number,
  ): void;
  exp2All(at: number, count: number): void;
  tanhAll(at: number, count: number): void;
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export interface CompiledKernels {
  readonly build: Build;
  readonly module: WebAssembly.Module;
}

/** The build that is named, or the first that this machine takes. */
export async function compileKernels(wanted: readonly Build[] = ['relaxed', 'simd']) {
  for (const build of wanted) {
    const bytes = bytesOf(builds[build]);
    if (!WebAssembly.validate(bytes)) continue;
    return { build, module: await WebAssembly.compile(bytes) } satisfies CompiledKernels;
  }
  throw new NoSimdError(`no WebAssembly with ${wanted.join(' or ')} on this machine`);
}

export async function openKernels(
  { module }: CompiledKernels,
  { memory }: Pick<CpuMemory, 'memory'>,
): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  // The one place that says what the module exports; the tests call all of it.
  return exports as unknown as Kernels;
}
