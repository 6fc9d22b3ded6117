// Fields that look as if they concerned attention or the cache: named where nothing has read them.

import type { NativeDims } from '../attention/propose';
import type { LayerGroup } from '../attention/layers';
import { attentionPartNames } from './fieldNames';
import type { JsonField } from './json';
import type { FieldReader } from './reader';

const telling =
  /attn|attention|(^|_)heads?(_|$)|(^|_)kv|cache|rope|rotary|window|latent|lora_rank|mla|ssm|mamba|linear_|conv|nope|(^|_)qk|alibi|layer_types|sinks?(_|$)|chunk/i;

/** Fields that match and change neither sizes nor cache: training, implementation, generation. */
const silent = new Set([
  'attention_dropout',
  'attention_probs_dropout_prob',
  'attn_pdrop',
  'attn_dropout',
  'attention_softmax_in_fp32',
  'scale_attention_softmax_in_fp32',
  'apply_query_key_layer_scaling',
  'attn_implementation',
  '_attn_implementation',
  '_attn_implementation_autoset',
  'use_cache',
  'cache_implementation',
  'chunk_size_feed_forward',
  'scale_attn_weights',
  'scale_attn_by_inverse_layer_idx',
  'reorder_and_upcast_attn',
  'parallel_attn',
  'pruned_heads',
  'head_dtype',
  'mlp_layer_types',
  'rope_interleave',
  'use_sliding_window',
  'attention_method',
]);

/** Whether a field switches something on. */
const says = ({ value }: JsonField): boolean =>
  value !== null && value !== false && value !== 0 && value !== '';

/** Figures that some layers of a model may have otherwise than the others. */
const otherSizes = (dims: NativeDims): Readonly<Record<string, number | undefined>> => ({
  swa_num_attention_heads: dims.queryHeads,
  ...('kvHeads' in dims && {
    swa_num_key_value_heads: dims.kvHeads,
    num_global_key_value_heads: dims.kvHeads,
    swa_head_dim: dims.headDim,
    global_head_dim: dims.headDim,
    swa_v_head_dim: dims.vDim ?? dims.headDim,
  }),
});

/** Fields that change what is cached in a way that no plan here can say. */
const unpriced = ['attention_k_eq_v', 'block_configs', 'compress_ratios', 'use_yoco'] as const;

export function sayWhatIsLeft(
  fields: FieldReader,
  dims: NativeDims,
  groups: readonly LayerGroup[],
): void {
  const mixed = new Set(groups.map(({ window }) => window)).size > 1;
  for (const [name, size] of Object.entries(otherSizes(dims))) {
    const field = fields.field(name);
    if (field && mixed && size !== undefined && field.value !== size) {
      fields.problem('sizesDiffer', field.place, { usual: size });
    }
  }
  for (const name of unpriced) {
    const field = fields.field(name);
    if (field && says(field)) fields.problem('notPriced', field.place);
  }
  const on = (name: string) => {
    const field = fields.field(name);
    return field && says(field) ? field : undefined;
  };
  for (const name of ['num_nextn_predict_layers', 'mtp_num_hidden_layers', 'num_mtp_layers']) {
    fields.ignore(on(name), 'mtp');
  }
  fields.ignore(on('quantization_config'), 'weightsOnly');
  const quantised = fields.inside('quantization_config');
  quantised?.wonder(quantised.field('kv_cache_scheme'), 'cacheScheme');
  fields.ignore(on('word_embed_proj_dim'), 'embeddingOnly');
  fields.wonder(on('index_head_dim'), 'indexer');
  const nope = on('no_rope_layers') ?? on('no_rope_layer_interval');
  fields.wonder(nope, 'nopeLayers');
  for (const name of ['index_n_heads', 'index_topk']) fields.field(name);

  sweep(fields);
  for (const name of [...attentionPartNames, 'rope_scaling', 'rope_parameters']) {
    const part = fields.inside(name);
    if (part) sweep(part, () => true);
  }
}

/** Figures of layers that keep no cache are none of the cache's. */
const linearSizes = /^(linear|mamba|ssm|kda|lightning)_/;

function sweep(fields: FieldReader, looks = (name: string) => telling.test(name)): void {
  const { asked, unknown } = fields.account;
  for (const [name, field] of fields.object.fields) {
    const known = silent.has(name) || linearSizes.test(name) || asked.has(field.place.path);
    if (!known && looks(name) && says(field))
      unknown.push({ field: field.place, code: 'notUnderstood' });
  }
}
