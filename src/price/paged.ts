// What a cache takes when it is handed out in blocks of tokens: each sequence's last block is partly empty.
//
// vLLM hands out blocks of 16 tokens (Kwon et al. 2023, arXiv:2309.06180, sections 4 and 7.2); what came before it
// reserved room for the longest possible sequence, which is a single block of as many tokens.

import type { FormatId } from '../attention/format';
import { keptTokens, type LayerGroup } from '../attention/layers';
import type { Plan } from '../attention/plan';
import { cachePerToken } from './cache';

/** Bytes with padded rows, exact beyond 2^53. */
export interface PagedBytes {
  /** Of the blocks handed out. */
  readonly allocatedBytes: bigint;
  /** Of the tokens in them. */
  readonly usedBytes: bigint;
  /** The others. */
  readonly wastedBytes: bigint;
}

/** Bytes of sequences of `lengths` tokens in blocks of `blockTokens`; a windowed layer keeps a ring as long as its window. */
export function pagedBytes(
  plan: Plan,
  { groups, format }: { readonly groups: readonly LayerGroup[]; readonly format: FormatId },
  lengths: readonly number[],
  blockTokens: number,
): PagedBytes {
  const tokenBytes = BigInt(cachePerToken(plan, format).paddedBytes);
  let [allocated, used] = [0n, 0n];
  for (const group of groups) {
    for (const length of lengths) {
      const kept = keptTokens(group, length);
      used += BigInt(group.layers * kept);
      allocated += BigInt(group.layers * Math.ceil(kept / blockTokens) * blockTokens);
    }
  }
  return {
    allocatedBytes: allocated * tokenBytes,
    usedBytes: used * tokenBytes,
    wastedBytes: (allocated - used) * tokenBytes,
  };
}
