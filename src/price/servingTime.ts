// What a person who waits for a model sees: the time to the first token, and tokens per second after it.

import type { FormatId } from '../attention/format';
import { needed } from './capacity';
import type { Deployment } from './parallel';
import type { Ceilings } from './roofline';
import type { ServedModel } from './served';
import { stepTime, type StepTime } from './stepTime';

export interface Prompt {
  readonly tokens: number;
  /** Sequences whose prompts are computed together. */
  readonly batch: number;
  readonly format: FormatId;
  /** New tokens of a step, where long prompts are cut; the whole prompt is one step if not given. */
  readonly chunkTokens?: number;
}

export interface FirstToken {
  readonly seconds: number;
  /** In order: each sees the chunks before it in the cache. */
  readonly steps: readonly StepTime[];
}

/** The time to the first token: the steps that compute the prompt, with the prefill plan. Chunks are read anew. */
export function timeToFirstToken(
  model: ServedModel,
  { tokens, batch, format, chunkTokens = tokens }: Prompt,
  ceilings: Ceilings,
  deployment: Deployment,
): FirstToken {
  const steps: StepTime[] = [];
  for (let done = 0; done < tokens; done += chunkTokens) {
    const newTokens = Math.min(chunkTokens, tokens - done);
    const size = { batch, newTokens, cachedTokens: done + newTokens, format };
    steps.push(stepTime(model, size, ceilings, deployment));
  }
  return { seconds: steps.reduce((n, { seconds }) => n + seconds, 0), steps };
}

export interface Decoding {
  /** Tokens of each sequence in the cache, the new one included. */
  readonly tokens: number;
  readonly batch: number;
  readonly format: FormatId;
}

export interface DecodeRate {
  readonly step: StepTime;
  readonly tokensPerSecondPerSequence: number;
  /** Of all sequences. */
  readonly tokensPerSecond: number;
  /** What binds; `capacity`: weights and cache do not fit, so that no step runs at these rates. */
  readonly limit: 'memory' | 'compute' | 'capacity';
}

/** Rates of decoding with the decode plan, one new token a step and sequence; `roomBytes` is one device's. */
export function decodeRate(
  model: ServedModel,
  { tokens, batch, format }: Decoding,
  { ceilings, roomBytes }: { readonly ceilings: Ceilings; readonly roomBytes: number },
  deployment: Deployment,
): DecodeRate {
  const size = { batch, newTokens: 1, cachedTokens: tokens, format };
  const step = stepTime(model, size, ceilings, deployment);
  const { totalBytes } = needed({ model, deployment, tokens, batch, format });
  return {
    step,
    tokensPerSecondPerSequence: 1 / step.seconds,
    tokensPerSecond: batch / step.seconds,
    limit: totalBytes > roomBytes ? 'capacity' : step.bound,
  };
}
