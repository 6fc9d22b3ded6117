// The memory that kernels work on: one for all that is computed at a time, in blocks that are taken and given back.

const pageBytes = 65536;

/** Blocks begin on a cache line, and a line of zeros follows each, since vectors may read beyond its last row. */
const alignBytes = 64;

/** A browser without room for the most that may be asked for may have room for less. */
const mostPages = [32768, 16384, 8192, 4096];

interface Block {
  readonly at: number;
  readonly bytes: number;
}

export class CpuMemory {
  readonly memory: WebAssembly.Memory;
  private top: number;
  /** Ascending, none beside another. */
  private free: Block[] = [];
  private readonly taken = new Map<number, number>();

  /** @throws RangeError where the browser has no room at all */
  constructor() {
    this.memory = reserve();
    // Address 0 stands for nothing.
    this.top = alignBytes;
  }

  /** Room for `bytes`, zeroed; its address is a multiple of 64. Throws RangeError where there is none. */
  allocate(bytes: number): number {
    const needed = Math.ceil(bytes / alignBytes) * alignBytes + alignBytes;
    const found = this.free.findIndex((block) => block.bytes >= needed);
    const block = this.free[found];
    if (block) {
      const rest = { at: block.at + needed, bytes: block.bytes - needed };
      this.free.splice(found, 1, ...(rest.bytes > 0 ? [rest] : []));
      new Uint8Array(this.memory.buffer, block.at, needed).fill(0);
      this.taken.set(block.at, needed);
      return block.at;
    }
    const at = this.top;
    const missing = at + needed - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    this.top = at + needed;
    this.taken.set(at, needed);
    return at;
  }

  /** Gives back what `allocate` gave. */
  release(at: number): void {
    const bytes = this.taken.get(at);
    if (bytes === undefined) throw new Error(`no block begins at ${at}`);
    this.taken.delete(at);
    const after = this.free.findIndex((block) => block.at > at);
    this.free.splice(after < 0 ? this.free.length : after, 0, { at, bytes });
    this.free = this.free.reduce<Block[]>((blocks, block) => {
      const before = blocks.at(-1);
      if (!before || before.at + before.bytes < block.at) return [...blocks, block];
      return [...blocks.slice(0, -1), { at: before.at, bytes: before.bytes + block.bytes }];
    }, []);
  }

  /** `count` floats from an address on; holds until the next `allocate`. */
  floats(at: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, count);
  }

  words(at: number, count: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, count);
  }
}

function reserve(): WebAssembly.Memory {
  for (const maximum of mostPages) {
    try {
      // Shared, so that threads can work on it, though there may be none.
      return new WebAssembly.Memory({ initial: 1, maximum, shared: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new RangeError('no room for WebAssembly memory');
}
