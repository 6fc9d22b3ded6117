// A latent cache in the fields of a config.json, as DeepSeek-V3's states it.
//
// transformers 5.18, models/deepseek_v3/configuration_deepseek_v3.py.

import type { NativeDims } from '../attention/propose';
import { plainRope, type Conventions } from '../attention/variant';
import type { ConfigNote, Written } from './config';
import type { Layers } from './layerFields';
import { latentRope } from './ropeFields';

export type LatentDims = Extract<NativeDims, { readonly latentDim: number }>;

function unsaid(layers: Layers, { rope, scale, softcap, sinks }: Conventions): ConfigNote[] {
  const { windowed, window } = layers;
  return [
    ...(windowed > 0
      ? [{ code: 'unsaidWindows', values: { windowed, window: window ?? 0 } } as const]
      : []),
    // The shared key is there to be rotated: its code always does.
    ...(rope ? [] : [{ code: 'unsaidRotation', values: {} } as const]),
    ...(scale === undefined ? [] : [{ code: 'unsaidScale', values: { scale } } as const]),
    ...(softcap ? [{ code: 'unsaidSoftcap', values: { softcap } } as const] : []),
    ...(sinks ? [{ code: 'unsaidSinks', values: {} } as const] : []),
  ];
}

export function latentConfig(
  { modelDim, queryHeads, latentDim, ropeDim, nopeDim, vDim, queryRank }: LatentDims,
  layers: Layers,
  conventions: Conventions,
  maxContext: number | null,
): Written {
  const rope = conventions.rope ?? plainRope;
  const scaleFactor = conventions.scale === undefined ? conventions.scaleFactor : undefined;
  const rotation = latentRope(rope, scaleFactor);
  return {
    fields: {
      architectures: ['DeepseekV3ForCausalLM'],
      model_type: 'deepseek_v3',
      hidden_size: modelDim,
      num_hidden_layers: layers.full + layers.windowed,
      num_attention_heads: queryHeads,
      // As many as query heads, which all read the one latent.
      num_key_value_heads: queryHeads,
      q_lora_rank: queryRank === 0 ? null : queryRank,
      kv_lora_rank: latentDim,
      qk_nope_head_dim: nopeDim,
      qk_rope_head_dim: ropeDim,
      v_head_dim: vDim,
      ...(maxContext === null ? {} : { max_position_embeddings: maxContext }),
      ...rotation.fields,
      rope_interleave: rope.pairs !== 'half',
      attention_bias: false,
      rms_norm_eps: conventions.normEps,
    },
    notes: [...unsaid(layers, conventions), ...rotation.notes],
  };
}
