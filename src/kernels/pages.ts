// Which pages hold a sequence's tokens: a free list and block tables, as in PagedAttention (Kwon et al. 2023,
// arXiv:2309.06180). Sequences share pages, and a shared page is copied before one of them writes to it.

import type { Knobs } from './dispatch';

/** Tokens of a page: PAGE_TOKENS of shaders/fields/paged.wgsl, which a test compares. */
export const pageTokens = 64;

/** Entries of one sequence's block table; 0 where the cache is not in pages. */
export const blocksPerSequence = ({ pages, capacity }: Pick<Knobs, 'pages' | 'capacity'>): number =>
  pages === undefined ? 0 : Math.ceil(capacity / pageTokens);

/** Tokens that a sequence is about to have. */
export interface TokenRange {
  /** The first that is written. */
  readonly start: number;
  /** The first after them that is not. */
  readonly end: number;
  /** How many tokens there are then, of which some may stand before `start` or after `end`. */
  readonly length: number;
}

/** A page whose rows another one is to have too. */
export interface PageCopy {
  readonly from: number;
  readonly to: number;
}

export class Pages {
  /** The page of each block of 64 tokens, for each sequence. */
  private readonly tables: number[][];
  /** How many sequences hold each page. */
  private holders: number[];
  /** Pages that none holds; the last is handed out first. */
  private readonly free: number[];

  constructor(
    readonly count: number,
    batch: number,
    private readonly blocks: number,
  ) {
    this.tables = Array.from({ length: batch }, () => []);
    this.holders = Array.from({ length: count }, () => 0);
    this.free = Array.from({ length: count }, (_, i) => count - 1 - i);
  }

  get freeCount(): number {
    return this.free.length;
  }

  /** The page of a token, or none yet. */
  pageOf(sequence: number, token: number): number | undefined {
    return this.tables[sequence]?.[Math.floor(token / pageTokens)];
  }

  /**
   * Gives every sequence pages for its tokens, of its own where it writes; returns what is to be copied before it does.
   * Throws RangeError, and changes nothing, where too few are free.
   */
  prepare(ranges: readonly TokenRange[]): PageCopy[] {
    const holders = [...this.holders];
    const wanted: { table: number[]; block: number; from: number | undefined }[] = [];
    for (const [sequence, { start, end, length }] of ranges.entries()) {
      const table = this.tables[sequence] ?? [];
      for (let block = 0; block * pageTokens < Math.max(end, length); block++) {
        const from = table[block];
        const written = (block + 1) * pageTokens > start && block * pageTokens < end;
        const shared = from !== undefined && (holders[from] ?? 0) > 1;
        if (from !== undefined && !(written && shared)) continue;
        // Of the sequences that write to a shared page the last one keeps it.
        if (from !== undefined) holders[from] = (holders[from] ?? 0) - 1;
        wanted.push({ table, block, from });
      }
    }
    if (wanted.length > this.free.length) {
      const tokens = Math.max(...ranges.map(({ end, length }) => Math.max(end, length)));
      throw new RangeError(
        `${wanted.length} more pages of ${pageTokens} tokens are needed for sequences of up to ${tokens} tokens, ` +
          `and ${this.free.length} of ${this.count} are free`,
      );
    }
    const copies: PageCopy[] = [];
    for (const { table, block, from } of wanted) {
      const to = this.free.pop() ?? 0;
      holders[to] = 1;
      table[block] = to;
      if (from !== undefined) copies.push({ from, to });
    }
    this.holders = holders;
    return copies;
  }

  /** Gives a sequence's pages back, but for those that others hold too. */
  release(sequence: number): void {
    for (const page of this.tables[sequence]?.splice(0) ?? []) {
      const left = (this.holders[page] ?? 0) - 1;
      this.holders[page] = left;
      if (left === 0) this.free.push(page);
    }
  }

  /** Makes the first `tokens` tokens of one sequence those of another too; what that had is given back. */
  fork(from: number, to: number, tokens: number): void {
    const shared = this.tables[from]?.slice(0, Math.ceil(tokens / pageTokens)) ?? [];
    const target = this.tables[to];
    if (!target || from === to || shared.length * pageTokens < tokens) {
      throw new RangeError(
        `${tokens} tokens of sequence ${from}, which has ${shared.length} pages of ${pageTokens}, for sequence ${to}`,
      );
    }
    for (const page of shared) this.holders[page] = (this.holders[page] ?? 0) + 1;
    this.release(to);
    target.push(...shared);
  }

  /** The block tables, [batch, capacity / 64 rounded up]; a block without a page has a number that no page has. */
  words(): Uint32Array<ArrayBuffer> {
    const words = new Uint32Array(this.tables.length * this.blocks).fill(this.count);
    for (const [sequence, table] of this.tables.entries()) words.set(table, sequence * this.blocks);
    return words;
  }
}
