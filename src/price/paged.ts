// What a cache takes when it is handed out in blocks of tokens: each sequence's last block is partly empty.
//
// vLLM hands out blocks of 16 tokens (Kwon et al. 2023, arXiv:2309.06180, sections 4 and 7.2), and keeps whole blocks
// of a prefix that sequences have in common once (section 4.4); what came before it reserved room for the longest
// possible sequence, which is a single block of as many tokens.

import type { FormatId } from '../attention/format';
import { keptTokens, type LayerGroup } from '../attention/layers';
import type { Plan } from '../attention/plan';
import { cachePerToken } from './cache';

export interface Paging {
  readonly blockTokens: number;
  /** Tokens that all sequences begin with, none if not given. */
  readonly sharedTokens?: number;
}

/** What one sequence has of a layer's blocks. */
export interface SequenceBlocks {
  /** Kept, in blocks of its own and in shared ones. */
  readonly tokens: number;
  readonly blocks: number;
  /** How many of them, its first ones, all sequences have in common. */
  readonly sharedBlocks: number;
  /** Of its last block. */
  readonly emptyTokens: number;
}

/** The blocks of one layer. */
export interface LayerBlocks {
  /** In the order of the lengths given. */
  readonly sequences: readonly SequenceBlocks[];
  /** All that are handed out, and those of them that several sequences may have: kept once. */
  readonly blocks: number;
  readonly sharedBlocks: number;
  /** Room of all blocks, and what of it holds nothing. */
  readonly allocatedTokens: number;
  readonly emptyTokens: number;
}

/** Bytes with padded rows, exact beyond 2^53. */
export interface PagedBytes {
  /** Of the blocks handed out. */
  readonly allocatedBytes: bigint;
  /** Of the tokens in them. */
  readonly usedBytes: bigint;
  /** The others. */
  readonly wastedBytes: bigint;
}

/**
 * The blocks that one layer of a group hands out for sequences of `lengths` tokens. A windowed layer keeps a ring as
 * long as its window: a sequence that has outgrown it has written over its prefix, and shares nothing there.
 */
export function layerBlocks(
  group: LayerGroup,
  lengths: readonly number[],
  { blockTokens, sharedTokens = 0 }: Paging,
): LayerBlocks {
  const sequences = lengths.map((length): SequenceBlocks => {
    const tokens = keptTokens(group, length);
    const blocks = Math.ceil(tokens / blockTokens);
    const prefix = tokens < length ? 0 : Math.min(sharedTokens, tokens);
    return {
      tokens,
      blocks,
      sharedBlocks: Math.floor(prefix / blockTokens),
      emptyTokens: blocks * blockTokens - tokens,
    };
  });
  const sharedBlocks = Math.max(0, ...sequences.map((sequence) => sequence.sharedBlocks));
  const sum = (of: (sequence: SequenceBlocks) => number) =>
    sequences.reduce((n, sequence) => n + of(sequence), 0);
  const blocks = sharedBlocks + sum((sequence) => sequence.blocks - sequence.sharedBlocks);
  return {
    sequences,
    blocks,
    sharedBlocks,
    allocatedTokens: blocks * blockTokens,
    emptyTokens: sum(({ emptyTokens }) => emptyTokens),
  };
}

/** Bytes of sequences of `lengths` tokens in blocks, in all layers. */
export function pagedBytes(
  plan: Plan,
  { groups, format }: { readonly groups: readonly LayerGroup[]; readonly format: FormatId },
  lengths: readonly number[],
  paging: Paging,
): PagedBytes {
  const tokenBytes = BigInt(cachePerToken(plan, format).paddedBytes);
  let [allocated, empty] = [0n, 0n];
  for (const group of groups) {
    const { allocatedTokens, emptyTokens } = layerBlocks(group, lengths, paging);
    allocated += BigInt(group.layers) * BigInt(allocatedTokens);
    empty += BigInt(group.layers) * BigInt(emptyTokens);
  }
  return {
    allocatedBytes: allocated * tokenBytes,
    usedBytes: (allocated - empty) * tokenBytes,
    wastedBytes: empty * tokenBytes,
  };
}
