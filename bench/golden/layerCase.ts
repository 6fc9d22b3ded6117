// A golden layer in our words: variant, sizes and conventions from its fields, and where its tensors are in a plan.

import { sizeOf, slice, type Phase, type Plan, type View } from '../../src/attention/plan';
import type { Dims } from '../../src/attention/dims';
import { proposeDims, type NativeDims } from '../../src/attention/propose';
import type { RopeScaling, RopeSpec } from '../../src/attention/rope';
import { modeFor, type Conventions, type Variant } from '../../src/attention/variant';
import { nativeVariant } from '../../src/attention/variants';
import { dim, type GoldenCase, type GoldenRope, type GoldenValues } from './manifest';

function scalingOf(scaling: GoldenRope['scaling']): RopeScaling | null {
  switch (scaling?.type) {
    case undefined:
      return null;
    case 'linear':
      return { type: 'linear', factor: scaling.factor };
    case 'yarn':
      return {
        type: 'yarn',
        factor: scaling.factor,
        originalMaxPosition: scaling.original_max_position,
        betaFast: scaling.beta_fast,
        betaSlow: scaling.beta_slow,
      };
    case 'llama3':
      return {
        type: 'llama3',
        factor: scaling.factor,
        originalMaxPosition: scaling.original_max_position,
        lowFreqFactor: scaling.low_freq_factor,
        highFreqFactor: scaling.high_freq_factor,
      };
  }
}

const pairsOf = {
  interleaved: 'interleaved',
  half: 'half',
  'deinterleave-half': 'deinterleaveHalf',
  // Cases of tables alone, which do not pair columns.
  table: 'interleaved',
} as const;

const ropeOf = ({ style, theta, scaling, cos_sin_scale }: GoldenRope): RopeSpec => ({
  pairs: pairsOf[style],
  theta,
  scaling: scalingOf(scaling),
  cosSinScale: cos_sin_scale,
});

/** The rotation of a case that must have one. */
export function layerRope({ name, conventions }: GoldenCase): RopeSpec {
  if (!conventions.rope) throw new Error(`${name} states no rotation`);
  return ropeOf(conventions.rope);
}

/** The model's own sizes; a latent rank makes it MLA, whatever the case is called. */
function nativeDims(golden: GoldenCase): NativeDims {
  const of = (id: string) => dim(golden, id);
  const model = { modelDim: of('dim'), queryHeads: of('n_heads') };
  return golden.dims['kv_lora_rank'] === undefined
    ? { ...model, kvHeads: of('n_kv_heads'), headDim: of('head_dim') }
    : {
        ...model,
        latentDim: of('kv_lora_rank'),
        ropeDim: of('qk_rope_head_dim'),
        nopeDim: of('qk_nope_head_dim'),
        vDim: of('v_head_dim'),
        queryRank: of('q_lora_rank'),
      };
}

function conventionsOf({ conventions, tensors, steps }: GoldenCase): Conventions {
  const { rope, softmax_scale: scale, norm_eps, qk_norm_eps, softcap, window } = conventions;
  const biases = (['q', 'k', 'v', 'o'] as const).filter((of) => `b${of}` in tensors);
  return {
    rope: rope ? ropeOf(rope) : null,
    ...(rope ? { rotaryDim: rope.dim } : {}),
    ...(scale ? { scale } : {}),
    normEps: norm_eps ?? qk_norm_eps ?? 0,
    headNorm: Boolean(qk_norm_eps),
    biases,
    ...(softcap ? { softcap } : {}),
    window: Boolean(window) || steps.some((step) => step.window),
  };
}

/** Everything that the case fixes before it says how it is computed. */
export interface GoldenLayer {
  readonly variant: Variant;
  readonly dims: Dims;
  readonly conventions: Conventions;
}

export function layerOf(golden: GoldenCase): GoldenLayer {
  const native = nativeDims(golden);
  return {
    variant: nativeVariant(native),
    dims: proposeDims(native),
    conventions: conventionsOf(golden),
  };
}

/** One way to run the layer: a plan for each phase, over the same cache. */
export interface ModePlans {
  readonly mode: string;
  readonly plans: Readonly<Record<Phase, Plan>>;
}

/** Every mode for all steps and, where they differ, the modes that serve prefill and decode together. */
export function modesOf({ variant, dims, conventions }: GoldenLayer): readonly ModePlans[] {
  const plan = (phase: Phase, mode: string) => variant.plan(dims, { phase, mode, conventions });
  const alone = variant.modes.map(({ id }) => ({
    mode: id,
    plans: { prefill: plan('prefill', id), decode: plan('decode', id) },
  }));
  const [prefill, decode] = [modeFor(variant, 'prefill'), modeFor(variant, 'decode')];
  if (prefill === decode) return alone;
  const plans = { prefill: plan('prefill', prefill), decode: plan('decode', decode) };
  return [...alone, { mode: `${prefill}+${decode}`, plans }];
}

/** The weights of a plan from the case's, which lie in memory as ours do: `wq_a` is `wqA`. */
export function weightsOf(plan: Plan, values: GoldenValues): Record<string, Float32Array> {
  return Object.fromEntries(
    plan.weights.map(({ id, axes }) => {
      const data = values.floats(id.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`));
      if (data.length !== sizeOf(axes)) throw new Error(`${id} has ${data.length} elements`);
      return [id, data];
    }),
  );
}

/** Where a plan has what the case calls `y`, `q`, `ctx` and so on; null where its mode makes no such tensor. */
export function stepTensor(plan: Plan, what: string): View | null {
  const attend = plan.steps.find((step) => step.op === 'attend');
  const query = attend?.op === 'attend' ? attend.q[0]?.from : undefined;
  const nopeDim = () => slice(plan, { of: 'query' }).axes.at(-1)?.[1] ?? 0;
  const ropeDim = () => slice(plan, { of: 'keyRope' }).axes.at(-1)?.[1] ?? 0;
  // A plan that keeps whole keys rotates whole queries.
  const wholeQuery = plan.tensors.some(({ id }) => id === 'queryRotated');
  const places: Record<string, () => View | undefined> = {
    y: () => ({ of: plan.output }),
    ctx: () => ({ of: 'context' }),
    q: () => query,
    q_nope: () => ({ of: 'query', from: 0, width: nopeDim() - ropeDim() }),
    q_rope: () =>
      wholeQuery ? { of: 'queryRotated', from: nopeDim() - ropeDim() } : { of: 'queryRope' },
    q_lat: () => ({ of: 'queryAbsorbed' }),
    ctx_lat: () => ({ of: 'contextLatent' }),
  };
  const view = places[what]?.();
  return view && plan.tensors.some(({ id }) => id === view.of) ? view : null;
}

const fieldIds: Record<string, string> = {
  k: 'keys',
  v: 'values',
  latent: 'latents',
  rope: 'ropeKeys',
};

/** The cache field that `k_cache`, `latent_new`, `v_full`, `k_ring` and so on show; null where the plan has none. */
export function cacheTensor(plan: Plan, name: string): string | null {
  const [, which = ''] = /^(k|v|latent|rope)_(cache|new|full|ring)$/.exec(name) ?? [];
  const id = fieldIds[which];
  return plan.cache.find((field) => field.id === id)?.id ?? null;
}
