// Serving: paged caches, windows and quantised caches.

import { claim, type Claim } from '../claim';

const vllm = (where: string) => `Kwon et al. 2023 (vLLM), arXiv:2309.06180, ${where}`;
const blog = 'vllm-project/vllm-project.github.io@c3a01c4a58:_posts/2023-06-20-vllm.md';

export const servingClaims: readonly Claim[] = [
  claim({
    id: 'vllm-800KB',
    kind: 'computed',
    claim: 'KV cache of a single token of OPT-13B',
    value: 800,
    unit: 'KB (=1024 B)',
    formula: '2*5120*40*2',
    source: vllm('section 3'),
  }),
  claim({
    id: 'vllm-1.6GB',
    kind: 'computed',
    claim: 'One request of 2048 tokens of OPT-13B',
    value: 1.6,
    unit: 'GB',
    formula: '819200*2048',
    note: '1.5625 GiB, which is 1.678 GB: the launch blog says “up to 1.7GB” of the same.',
    source: vllm('section 3'),
  }),
  claim({
    id: 'vllm-util',
    kind: 'quoted',
    claim: 'Share of cache memory that holds token states in earlier systems, and in vLLM',
    value: { earlier: '20.4-38.2', vllm: 96.3 },
    unit: '%',
    note: 'Measured in the experiment of section 6.2. The text has the earlier systems’ shares; vLLM’s 96.3% is in the figure alone, and was read in notes that quote it.',
    source: vllm('section 1 and figure 2'),
  }),
  claim({
    id: 'vllm-60-80',
    kind: 'quoted',
    claim: 'Existing systems waste 60-80% of memory, PagedAttention under 4%',
    value: { prior_waste: '60-80', paged_waste: '<4' },
    unit: '%',
    source: blog,
  }),
  claim({
    id: 'vllm-2-4x',
    kind: 'quoted',
    claim: 'vLLM’s throughput at the same latency vs FasterTransformer and Orca',
    value: '2-4',
    unit: 'x',
    source: vllm('abstract'),
  }),
  claim({
    id: 'vllm-24x',
    kind: 'quoted',
    claim: 'Up to 24x vs HF Transformers and 3.5x vs TGI',
    value: '24 / 3.5',
    unit: 'x',
    note: 'LLaMA-7B on an A10G, LLaMA-13B on an A100-40GB, lengths of ShareGPT.',
    source: blog,
  }),
  claim({
    id: 'vllm-65-30',
    kind: 'quoted',
    claim: '13B model on an A100 of 40 GB: ~65% weights, ~30% KV cache',
    value: { weights: 65, kv: 30 },
    unit: '%',
    source: vllm('section 1'),
  }),
  claim({
    id: 'kivi',
    kind: 'quoted',
    claim: 'KIVI at 2 bits: 2.6x less peak memory, up to 4x batch, 2.35-3.47x throughput',
    value: { mem: 2.6, batch: 4, throughput: '2.35-3.47' },
    unit: 'x',
    note: 'Keys per channel, values per token; the 2.6x includes the weights. Llama-2, Falcon, Mistral.',
    source: 'jy-yuan/KIVI@876b4d2d08:README.md',
  }),
  claim({
    id: 'kvquant',
    kind: 'inference',
    claim:
      'KVQuant: <0.1 perplexity lost at 3 bits (Wikitext-2, C4); LLaMA-7B with 1M tokens on one A100-80GB, 10M on 8 GPUs; ~1.7x faster products',
    value: { ppl: '<0.1', bits: 3, speedup: 1.7 },
    note: '1M tokens take 524.3 GB in 16 bits and 65.5 GB in 2: one GPU of 80 GB needs about 2 bits, with quantised weights.',
    source: 'Hooper et al. 2024, arXiv:2401.18079; SqueezeAILab/KVQuant@57a238357f:README.md',
  }),
  claim({
    id: 'mistral-8x',
    kind: 'computed',
    claim: 'Rolling buffer of Mistral 7B: less cache at 32K',
    value: 8,
    unit: 'x',
    formula: '32768/4096',
    note: 'Through 32 layers the window could reach back 131,072 tokens.',
    source: 'Jiang et al. 2023 (Mistral 7B), arXiv:2310.06825',
  }),
  claim({
    id: 'gemma3-swa',
    kind: 'quoted',
    claim: 'Gemma 3: memory added by 32K tokens, all layers full, vs 1:3 with a window of 1024',
    value: { global_only: 60, local: '<15' },
    unit: '%',
    note: 'The text names 1:3, the published model has 5:1.',
    status: 'secondary',
    source: 'notes that quote the Gemma 3 report',
  }),
];
