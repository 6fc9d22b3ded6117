// Runs attention alone, attention_core: the attend step of a plan, over a cache that is written beforehand.

import { dimRanges, type Dims } from '../../src/attention/dims';
import type { Tap } from '../../src/attention/plan';
import { proposeDims } from '../../src/attention/propose';
import { cut } from '../../src/attention/scope';
import { plainConventions, type Conventions, type Variant } from '../../src/attention/variant';
import { nativeVariant } from '../../src/attention/variants';
import type { CaseChecks } from './compareCase';
import { swapped, takeColumns } from './layouts';
import { dim, type GoldenCase, type GoldenValues } from './manifest';
import { additiveMask } from './mask';
import { phaseOf, type Floats, type LayerStep, type OpenLayer, type Reader } from './reader';

const modelDim = dimRanges.modelDim.min;

/** The attend step of a variant, in the mode that serves decode: its inputs are queries. */
function attendOnly(
  variant: Variant,
  dims: Dims,
  golden: GoldenCase,
  queryTokens: number,
  additive: Conventions['additive'],
) {
  const { softmax_scale: scale, softcap } = golden.conventions;
  const conventions: Conventions = {
    ...plainConventions,
    ...(scale ? { scale } : {}),
    ...(softcap ? { softcap } : {}),
    ...(additive ? { additive } : {}),
  };
  const decode = variant.plan(dims, { phase: 'decode', conventions });
  const plan = cut({ ...decode, phase: phaseOf(queryTokens) }, ({ op }) => op === 'attend');
  return { mode: decode.mode, plan, plans: { prefill: plan, decode: plan } };
}

interface Counts {
  readonly newTokens: number;
  readonly past: number;
  /** Keys that there are, whether or not a sequence sees them. */
  readonly total: number;
}

/** Lengths and offsets of the sequences: the rules of the vectors' README, in our terms. */
export function positions(
  golden: GoldenCase,
  values: GoldenValues,
  { newTokens, past, total }: Counts,
): Omit<LayerStep, 'inputs'> {
  const batch = dim(golden, 'batch');
  const all = (count: number) => Array.from({ length: batch }, () => count);
  const counted = 'kv_lens' in golden.tensors;
  const lengths = counted ? [...values.integers('kv_lens')] : all(total);
  const causal = counted && !past ? lengths.map((length) => length - newTokens) : all(past);
  return {
    newTokens,
    starts: all(0),
    lengths,
    // Without a causal mask every query stands behind all keys.
    offsets: golden.conventions.causal ? causal : all(total),
  };
}

/** The stage that the case calls `qk`, by the words of its meaning. */
function stageOf(meaning: string): Tap {
  if (meaning.startsWith('scaled')) return 'product';
  if (meaning.startsWith('scores after softcap,')) return 'capped';
  return meaning.startsWith('scores after softcap and') ? 'masked' : 'probs';
}

/** `qk` of every key that there is, [batch, query heads, newTokens, total]. */
async function tapped(
  layer: OpenLayer,
  step: LayerStep,
  stage: Tap,
  total: number,
): Promise<Floats> {
  const all = () => step.lengths.map(() => total);
  // Bare scores do not know which keys are hidden; what is softmaxed gives those nothing.
  const bare = stage === 'product' || stage === 'capped';
  if (bare) await layer.step({ ...step, lengths: all(), offsets: all() });
  const scores = await layer.tap(stage);
  const longest = bare ? total : Math.max(...step.lengths);
  return takeColumns(scores, longest, 0, total, stage === 'masked' ? -Infinity : 0);
}

export async function runAttentionCore(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  checks: CaseChecks,
): Promise<void> {
  const of = (id: string) => dim(golden, id);
  const [batch, queryHeads, kvHeads] = [of('batch'), of('n_heads'), of('n_kv_heads')];
  const [headDim, vDim, newTokens] = [of('head_dim'), of('v_head_dim'), of('q_len')];
  const [past, brought] = [of('past'), of('kv_len')];
  const total = past + brought;
  const native = { modelDim, queryHeads, kvHeads, headDim, vDim };
  const mask = additiveMask(golden, values, { batch, queryHeads, newTokens, total });
  const { mode, plan, plans } = attendOnly(
    nativeVariant(native),
    proposeDims(native),
    golden,
    newTokens,
    mask?.heads,
  );
  const flat = golden.conventions.layout === 'BSE';
  const layer = await reader.open({
    plans,
    weights: {},
    batch,
    // There may be more queries than keys.
    capacity: Math.max(total, newTokens),
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
    const step: LayerStep = {
      ...positions(golden, values, { newTokens, past, total }),
      inputs: Object.fromEntries(plan.inputs.map((id) => [id, Float32Array.from(query)])),
      ...(mask ? { additive: mask.additive } : {}),
    };
    await layer.step(step);
    const y = await layer.read(plan.output);
    checks.add(reader, mode, 'y', flat ? y : swapped(y, [newTokens, queryHeads, vDim]));
    for (const [fieldId, name, width] of [
      ['keys', 'present_k', headDim],
      ['values', 'present_v', vDim],
    ] as const) {
      if (!(name in golden.tensors)) continue;
      const rows = await layer.readCache(fieldId);
      const capacity = rows.length / (batch * kvHeads * width);
      checks.add(reader, mode, name, takeColumns(rows, capacity * width, 0, total * width));
    }
    const { qk } = golden.tensors;
    if (qk) {
      checks.add(reader, mode, 'qk', await tapped(layer, step, stageOf(qk.meaning), total));
    }
  } finally {
    layer.dispose();
  }
  checks.requireAll(reader);
}
