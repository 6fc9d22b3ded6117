// Runs absorbed attention alone, mla_core: queries over cached latents that are keys and values, of any widths.

import type { Plan } from '../../src/attention/plan';
import { made, own, shared } from '../../src/attention/shorthand';
import type { CaseChecks } from './compareCase';
import { swapped, takeColumns } from './layouts';
import { dim, type GoldenCase, type GoldenValues } from './manifest';
import type { Reader } from './reader';
import { positions } from './runCore';

/** The attend step that absorption leaves: one latent head for all query heads, its rotary columns beside it. */
function absorbedAttention(golden: GoldenCase): Plan {
  const head = dim(golden, 'n_heads');
  const latent = dim(golden, 'kv_lora_rank');
  const rope = dim(golden, 'qk_rope_head_dim');
  const rotary = rope > 0;
  return {
    phase: dim(golden, 'q_len') > 1 ? 'prefill' : 'decode',
    mode: 'absorbed',
    inputs: ['queryAbsorbed', ...(rotary ? ['queryRope'] : [])],
    output: 'contextLatent',
    tensors: [
      made('queryAbsorbed', { head, latent }),
      ...(rotary ? [made('queryRope', { head, rope })] : []),
      made('contextLatent', { head, latent }),
      made('lse', { head }),
    ],
    weights: [],
    tables: [],
    cache: [
      { id: 'latents', holds: 'latent', heads: 1, width: latent, format: 'chosen' },
      ...(rotary
        ? ([{ id: 'ropeKeys', holds: 'ropeKey', heads: 1, width: rope, format: 'min16' }] as const)
        : []),
    ],
    steps: [
      {
        op: 'attend',
        q: [own('queryAbsorbed'), ...(rotary ? [own('queryRope')] : [])],
        key: [shared('latents'), ...(rotary ? [shared('ropeKeys')] : [])],
        value: [shared('latents')],
        scale: golden.conventions.softmax_scale ?? (latent + rope) ** -0.5,
        mask: { causal: true },
        ...(golden.conventions.softcap ? { softcap: golden.conventions.softcap } : {}),
        out: 'contextLatent',
        lse: 'lse',
      },
    ],
    source: 'DeepSeek-AI 2024, arXiv:2405.04434, section 2.1.2',
  };
}

export async function runMlaCore(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  checks: CaseChecks,
): Promise<void> {
  const of = (id: string) => dim(golden, id);
  const [batch, newTokens, total] = [of('batch'), of('q_len'), of('kv_len_max')];
  const [latentDim, ropeDim] = [of('kv_lora_rank'), of('qk_rope_head_dim')];
  const plan = absorbedAttention(golden);
  const layer = await reader.open({
    plans: { prefill: plan, decode: plan },
    weights: {},
    batch,
    capacity: Math.max(total, newTokens),
    maxNewTokens: newTokens,
  });
  const part = (name: string, from: number, count: number) =>
    Float32Array.from(takeColumns(values.floats(name), latentDim + ropeDim, from, count));
  const queryRope = part('q', latentDim, ropeDim);
  try {
    layer.writeCache('latents', part('kv', 0, latentDim), 0);
    if (ropeDim > 0) layer.writeCache('ropeKeys', part('kv', latentDim, ropeDim), 0);
    await layer.step({
      ...positions(golden, values, { newTokens, past: 0, total }),
      inputs: { queryAbsorbed: part('q', 0, latentDim), ...(ropeDim > 0 ? { queryRope } : {}) },
    });
    checks.add(reader, plan.mode, 'out', await layer.read(plan.output));
    if ('lse' in golden.tensors) {
      const lse = swapped(await layer.read('lse'), [newTokens, of('n_heads'), 1]);
      checks.add(reader, plan.mode, 'lse', lse);
    }
  } finally {
    layer.dispose();
  }
  checks.requireAll(reader);
}
