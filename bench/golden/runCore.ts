// Runs attention alone, attention_core and mla_core: the attend step of a plan, over a cache that is written beforehand.

import { dimRanges, type Dims } from '../../src/attention/dims';
import { proposeDims } from '../../src/attention/propose';
import { cut } from '../../src/attention/scope';
import { plainConventions, type Conventions } from '../../src/attention/variant';
import { nativeVariant, variantById } from '../../src/attention/variants';
import type { CaseChecks } from './compareCase';
import { swapped, takeColumns } from './layouts';
import { dim, type GoldenCase, type GoldenValues } from './manifest';
import { UnsupportedCase } from './outcome';
import { phaseOf, type Floats, type LayerStep, type OpenLayer, type Reader } from './reader';

const modelDim = dimRanges.modelDim.min;

/** The attend step of a variant, in the mode that serves decode: its inputs are queries. */
function attendOnly(variantId: string, dims: Dims, golden: GoldenCase, queryTokens: number) {
  const { softmax_scale: scale, softcap } = golden.conventions;
  const conventions: Conventions = {
    ...plainConventions,
    ...(scale ? { scale } : {}),
    ...(softcap ? { softcap } : {}),
  };
  const decode = variantById(variantId).plan(dims, { phase: 'decode', conventions });
  const plan = cut({ ...decode, phase: phaseOf(queryTokens) }, ({ op }) => op === 'attend');
  return { mode: decode.mode, plan, plans: { prefill: plan, decode: plan } };
}

/** Lengths and offsets of the sequences: the rules of the vectors' README, in our terms. */
function positions(
  golden: GoldenCase,
  values: GoldenValues,
  { newTokens, past, total }: { newTokens: number; past: number; total: number },
): Omit<LayerStep, 'inputs'> {
  const batch = dim(golden, 'batch');
  const all = (count: number) => Array.from({ length: batch }, () => count);
  const counted = 'kv_lens' in golden.tensors;
  const lengths = counted ? [...values.integers('kv_lens')] : all(total);
  const causal = counted && !past ? lengths.map((length) => length - newTokens) : all(past);
  // Without a causal mask every query stands behind all keys.
  return {
    newTokens,
    starts: all(0),
    lengths,
    offsets: golden.conventions.causal ? causal : all(total),
  };
}

export async function runAttentionCore(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  checks: CaseChecks,
): Promise<void> {
  if ('mask' in golden.tensors) throw new UnsupportedCase('additive mask');
  const of = (id: string) => dim(golden, id);
  const [batch, queryHeads, kvHeads] = [of('batch'), of('n_heads'), of('n_kv_heads')];
  const [headDim, vDim, newTokens] = [of('head_dim'), of('v_head_dim'), of('q_len')];
  const [past, brought] = [of('past'), of('kv_len')];
  const total = past + brought;
  const native = { modelDim, queryHeads, kvHeads, headDim, vDim };
  const variantId = nativeVariant(native).id;
  const { mode, plan, plans } = attendOnly(variantId, proposeDims(native), golden, newTokens);
  const flat = golden.conventions.layout === 'BSE';
  const layer = await reader.open({
    plans,
    weights: {},
    batch,
    capacity: total,
    maxNewTokens: newTokens,
  });
  try {
    for (const [fieldId, name, width] of [
      ['keys', 'k', headDim],
      ['values', 'v', vDim],
    ] as const) {
      if (past) layer.writeCache(fieldId, values.floats(`past_${name}`), 0);
      const rows = values.floats(name);
      layer.writeCache(fieldId, flat ? swapped(rows, [brought, kvHeads, width]) : rows, past);
    }
    const q = values.floats('q');
    const query = flat ? q : swapped(q, [queryHeads, newTokens, headDim]);
    await layer.step({
      ...positions(golden, values, { newTokens, past, total }),
      inputs: Object.fromEntries(plan.inputs.map((id) => [id, Float32Array.from(query)])),
    });
    const y = await layer.read(plan.output);
    checks.add(reader, mode, 'y', flat ? y : swapped(y, [newTokens, queryHeads, vDim]));
    await comparePresent(golden, layer, (name, rows) => checks.add(reader, mode, name, rows));
    const probs = layer.probs();
    const { qk } = golden.tensors;
    if (probs && qk?.meaning.startsWith('attention probabilities')) {
      const longest = probs.length / (batch * queryHeads * newTokens);
      if (longest === total) checks.add(reader, mode, 'qk', probs);
    }
  } finally {
    layer.dispose();
  }
  checks.requireAll(reader);
}

async function comparePresent(
  golden: GoldenCase,
  layer: OpenLayer,
  add: (name: string, rows: Floats) => void,
): Promise<void> {
  if ('present_k' in golden.tensors) add('present_k', await layer.readCache('keys'));
  if ('present_v' in golden.tensors) add('present_v', await layer.readCache('values'));
}

export async function runMlaCore(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  checks: CaseChecks,
): Promise<void> {
  const of = (id: string) => dim(golden, id);
  const [batch, newTokens, capacity] = [of('batch'), of('q_len'), of('kv_len_max')];
  const [latentDim, ropeDim] = [of('kv_lora_rank'), of('qk_rope_head_dim')];
  const native = { modelDim, queryHeads: of('n_heads'), latentDim, ropeDim };
  const dims = proposeDims({ ...native, nopeDim: 1, vDim: 1, queryRank: 0 });
  const { mode, plan, plans } = attendOnly('mla', dims, golden, newTokens);
  const layer = await reader.open({ plans, weights: {}, batch, capacity, maxNewTokens: newTokens });
  const width = latentDim + ropeDim;
  const part = (name: string, from: number, count: number) =>
    takeColumns(values.floats(name), width, from, count);
  try {
    layer.writeCache('latents', part('kv', 0, latentDim), 0);
    layer.writeCache('ropeKeys', part('kv', latentDim, ropeDim), 0);
    await layer.step({
      ...positions(golden, values, { newTokens, past: 0, total: capacity }),
      inputs: {
        queryAbsorbed: part('q', 0, latentDim),
        queryRope: part('q', latentDim, ropeDim),
      },
    });
    checks.add(reader, mode, 'out', await layer.read(plan.output));
  } finally {
    layer.dispose();
  }
  checks.requireAll(reader);
}
