// What configurations call the same thing, the commonest name first.

export const hiddenNames = ['hidden_size', 'n_embd', 'd_model', 'n_embed'] as const;
export const headNames = ['num_attention_heads', 'n_head', 'n_heads', 'num_heads'] as const;
export const layerNames = ['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers'] as const;
export const headDimNames = ['head_dim', 'kv_channels', 'attention_head_dim', 'd_head'] as const;
/** Heads of keys and values, where the file counts them. */
export const kvHeadNames = [
  'num_key_value_heads',
  'num_kv_heads',
  'n_head_kv',
  'n_kv_heads',
  'kv_n_heads',
  'num_query_groups',
  'multi_query_group_num',
  'num_attention_groups',
] as const;
export const contextNames = [
  'max_position_embeddings',
  'n_positions',
  'max_seq_len',
  'max_sequence_length',
  'model_max_length',
  'seq_length',
  'n_ctx',
] as const;
export const epsNames = [
  'rms_norm_eps',
  'layer_norm_eps',
  'layer_norm_epsilon',
  'norm_eps',
  'norm_epsilon',
  'layernorm_epsilon',
] as const;
/** Objects that hold the language model of a configuration for several kinds of input. */
export const partNames = [
  'thinker_config',
  'text_config',
  'llm_config',
  'language_config',
] as const;
/** Objects that hold a model's attention apart from its other sizes. */
export const attentionPartNames = ['attn_config', 'attention_config'] as const;
