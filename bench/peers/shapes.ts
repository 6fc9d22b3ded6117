// The shapes of the comparison: 32 query heads of 128, one token against a cache and whole prompts.

import type { PeerShape } from './system';

const queryHeads = 32;
const headDim = 128;

/** MLA's absorbed row: a latent of 512 and a rotary key of 64; scores are scaled by the expanded row, 128 + 64. */
const latent = { kvHeads: 1, qkDim: 576, vDim: 512, valueIsKeyPrefix: true, scale: 192 ** -0.5 };

/** MLA's expanded rows, as prompts are served: 128 + 64 for scores, 128 for values. */
const expanded = {
  kvHeads: queryHeads,
  qkDim: 192,
  vDim: 128,
  valueIsKeyPrefix: false,
  scale: 192 ** -0.5,
};

const grouped = (kvHeads: number) => ({
  kvHeads,
  qkDim: headDim,
  vDim: headDim,
  valueIsKeyPrefix: false,
  scale: headDim ** -0.5,
});

const variants = [
  { name: 'MHA', decode: grouped(32), prefill: grouped(32) },
  { name: 'GQA-8', decode: grouped(8), prefill: grouped(8) },
  { name: 'MQA', decode: grouped(1), prefill: grouped(1) },
  { name: 'MLA', decode: latent, prefill: expanded },
] as const;

export const decodeContexts: readonly number[] = [512, 2048, 8192];
export const prefillTokens: readonly number[] = [256, 512, 1024];

/** One new token, the last of `context`. */
export const decodeShapes = (contexts: readonly number[]): PeerShape[] =>
  contexts.flatMap((context) =>
    variants.map(({ name, decode }): PeerShape => ({
      id: `decode ${name} ${context}`,
      phase: 'decode',
      queryHeads,
      ...decode,
      newTokens: 1,
      context,
    })),
  );

/** A prompt of `tokens`, causal. */
export const prefillShapes = (lengths: readonly number[]): PeerShape[] =>
  lengths.flatMap((tokens) =>
    variants.map(({ name, prefill }): PeerShape => ({
      id: `prefill ${name} ${tokens}`,
      phase: 'prefill',
      queryHeads,
      ...prefill,
      newTokens: tokens,
      context: tokens,
    })),
  );
