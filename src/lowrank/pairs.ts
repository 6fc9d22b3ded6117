// Finds the tensors of a file that make keys and values, by the names that published checkpoints give them.

import { FileFault } from './fault';
import type { TensorEntry } from './safetensors';

/** `keyValue`: W_K and W_V. `latent`: what makes MLA's latent, and what makes K and V of it. */
export interface Pair {
  readonly kind: 'keyValue' | 'latent';
  /** What both names begin with: the layer. */
  readonly layer: string;
  readonly first: TensorEntry;
  readonly second: TensorEntry;
}

const names: readonly (readonly [kind: Pair['kind'], first: string, second: string])[] = [
  // transformers: most models; BERT and ViT; T5; DeBERTa
  ['keyValue', 'k_proj', 'v_proj'],
  ['keyValue', 'key', 'value'],
  ['keyValue', 'k', 'v'],
  ['keyValue', 'key_proj', 'value_proj'],
  // Llama's and Mistral's own files
  ['keyValue', 'wk', 'wv'],
  // diffusers
  ['keyValue', 'to_k', 'to_v'],
  // DeepSeek in transformers, and its own inference code
  ['latent', 'kv_a_proj_with_mqa', 'kv_b_proj'],
  ['latent', 'wkv_a', 'wkv_b'],
];

/** Every pair of the file, layer by layer. Throws a `FileFault` where there is none. */
export function pairsIn(tensors: readonly TensorEntry[]): Pair[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const pairs = tensors.flatMap((first): Pair[] => {
    const [, stem = '', end = ''] = /^(.*?)(\.weight)?$/.exec(first.name) ?? [];
    return names.flatMap(([kind, one, other]): Pair[] => {
      if (stem !== one && !stem.endsWith(`.${one}`)) return [];
      const prefix = stem.slice(0, stem.length - one.length);
      const second = byName.get(`${prefix}${other}${end}`);
      return second ? [{ kind, layer: prefix.replace(/\.$/, ''), first, second }] : [];
    });
  });
  if (pairs.length === 0) {
    const [first] = tensors;
    throw new FileFault('noPairs', { tensors: tensors.length, first: first?.name ?? '—' });
  }
  return pairs.toSorted((a, b) => a.layer.localeCompare(b.layer, 'en', { numeric: true }));
}
