// The worker that decomposes: one question at a time, and the page ends it where nobody waits any longer.

import { expose, releaseProxy, type Remote } from 'comlink';
import { FileFault } from './fault';
import { measureKeyValue, measureLatent, type OnStage } from './measure';
import { pairsIn } from './pairs';
import type { Answer, Decomposing, SeededRequest } from './protocol';
import { readHeader } from './safetensors';
import { cutDown, seededFactors, seededMatrices, type Factors } from './seeded';
import { readPair } from './tensors';

/** A function given here is a proxy of the page's: it is told and let go. */
async function telling<Value>(
  listener: OnStage,
  work: (tell: OnStage) => Value | Promise<Value>,
): Promise<Answer<Value>> {
  const remote = listener as Remote<OnStage>;
  try {
    return await answered(() => work((stage) => void remote(stage).catch(() => undefined)));
  } finally {
    remote[releaseProxy]();
  }
}

async function answered<Value>(work: () => Value | Promise<Value>): Promise<Answer<Value>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    if (error instanceof FileFault) return { kind: 'fault', fault: error.fault };
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'fault', fault: { code: 'failed', values: { reason } } };
  }
}

/** Directions stay as they are while only the spectrum changes. */
let known: { readonly name: string; readonly factors: Factors } | null = null;

function factorsOf({ sizes, seed }: SeededRequest, tell: OnStage): Factors {
  const name = JSON.stringify([sizes, seed]);
  if (known?.name !== name) {
    tell('seeding');
    known = { name, factors: seededFactors(cutDown(sizes), seed) };
  }
  return known.factors;
}

const exposed: Decomposing = {
  open: (file) => answered(async () => pairsIn(await readHeader(file))),
  measureSeeded: (request, onStage) =>
    telling(onStage, (tell) => {
      const factors = factorsOf(request, tell);
      const { key, value } = seededMatrices(factors, request.exponent);
      return measureKeyValue(key, value, factors.sizes.each, tell);
    }),
  measurePair: (file, pair, onStage) =>
    telling(onStage, async (tell) => {
      tell('reading');
      const [first, second] = await readPair(file, pair);
      return pair.kind === 'latent'
        ? measureLatent(first, second, tell)
        : measureKeyValue(first, second, 1, tell);
    }),
};

expose(exposed);
