// Kernels and the hardware under them: FlashMLA, and arithmetic intensities.

import { claim, type Claim } from '../claim';

const flashMla = (where: string) => `deepseek-ai/FlashMLA@9241ae3ef9:${where}`;
const gla = (where: string) =>
  `"Hardware-Efficient Attention for Fast Decoding", arXiv:2505.21487, ${where}`;

export const kernelClaims: readonly Claim[] = [
  claim({
    id: 'fmla-2025-02',
    kind: 'quoted',
    claim: 'FlashMLA, first release, on H800 SXM5',
    value: { mem_GBs: 3000, tflops: 580 },
    unit: 'GB/s; TFLOPS',
    note: 'CUDA 12.6 at first, then 12.8.',
    source: flashMla('README.md at 414a2f3, docs/20250422-new-kernel-deep-dive.md'),
  }),
  claim({
    id: 'fmla-2025-04',
    kind: 'quoted',
    claim: 'FlashMLA, new dense decoding kernel, on H800 SXM5, CUDA 12.8',
    value: { mem_GBs: 3000, tflops: 660 },
    unit: 'GB/s; TFLOPS',
    note: 'Another page of the repository says 640.',
    source: flashMla('README.md'),
  }),
  claim({
    id: 'fmla-sparse',
    kind: 'quoted',
    claim: 'FlashMLA, token-level sparse decoding (FP8 cache, bf16 products)',
    value: { h800: 410, b200: 'up to 350 (not optimised)', h800_topk32768: 460 },
    unit: 'TFLOPS',
    source: flashMla('README.md, docs/20250929-hopper-fp8-sparse-deep-dive.md'),
  }),
  claim({
    id: 'fmla-intensity',
    kind: 'computed',
    claim: 'Arithmetic intensity of MLA decoding',
    value: 'h_q*s_q*(d_k+d_v)/d_k ~ 2*h_q*s_q',
    unit: 'FLOP/byte (bf16)',
    formula: '2*h_q*s_q*s_k*(d_k+d_v) / (2*s_k*d_k)',
    note: '241.8 for 128 heads, against 256 by the rule of 2 h_q.',
    source: flashMla('docs/20250422-new-kernel-deep-dive.md'),
  }),
  claim({
    id: 'fmla-knee',
    kind: 'computed',
    claim:
      'H800: 3.35 TB/s, 990 TFLOPS peak, ~865 TFLOPS throttled: compute-bound when h_q*s_q >= 128',
    value: 128,
    unit: 'heads x query tokens',
    formula: '0.5*865/3.35',
    note: 'The formula gives 129.1; 128 is the head count nearest to it.',
    source: flashMla('docs/20250422-new-kernel-deep-dive.md'),
  }),
  claim({
    id: 'fmla-fp8',
    kind: 'computed',
    claim: 'V3.2’s FP8 cache per token and layer: 512 fp8, 4 fp32 scales, 64 bf16',
    value: 656,
    unit: 'bytes',
    formula: '512*1+4*4+64*2',
    note: '56.9 % of bf16’s 1,152 B.',
    source: flashMla('README.md'),
  }),
  claim({
    id: 'fmla-8.72',
    kind: 'inference',
    claim: 'KV cache of one request of 128K tokens',
    value: 8.72,
    unit: 'GiB',
    formula: '576*2*62*128*1024',
    note: '62 layers are V3’s 61 and that of its multi-token-prediction module; 61 give 8.578 GiB.',
    source: flashMla('docs/20250929-hopper-fp8-sparse-deep-dive.md'),
  }),
  claim({
    id: 'gla-ai',
    kind: 'computed',
    claim: 'Arithmetic intensity of decoding where the context is far longer than h_q',
    value: {
      MHA: 1,
      GQA: 'g_q',
      MQA: 'h_q',
      MLA: '2*h_q',
      GTA: '2*g_q',
      GLA: '2*g_q',
      GLA_2: 'h_q',
    },
    unit: 'FLOP/byte (bf16)',
    formula: '2L/(2 + (m_kv/g_q)*L) ~ 2*g_q/m_kv ; m_kv=1 if K=V tied, 2 otherwise',
    note: 'Leaves out the rotary key that all heads share.',
    source: gla('table 1'),
  }),
  claim({
    id: 'gla-roof',
    kind: 'computed',
    claim: 'Knee of the roofline of an H100 SXM in bf16',
    value: 295,
    unit: 'FLOP/byte',
    formula: '989 TFLOPS / 3.35 TB/s',
    source: gla('section 3.1'),
  }),
  claim({
    id: 'gla-speed',
    kind: 'quoted',
    claim:
      'GLA kernel vs FlashMLA: ~20% faster at query length 1, >2x at query length 2; up to 93% of bandwidth, 70% of peak FLOPS on H100; MLA decode 610 TFLOPS, GLA 360 TFLOPS at query length 1',
    source: gla('section 5.3, figure 4'),
  }),
  claim({
    id: 'gla-serving',
    kind: 'quoted',
    claim:
      'GLA-8 with TP=8: up to 2x MLA’s throughput at 64 concurrent requests (8K prefill, 4K decode); ~2.5-2.7x vs MLA with TP=2, DP=4 and prefill up to 131K',
    unit: 'x',
    note: 'The text says “roughly 2.5x”, the figure’s caption 2.7x.',
    source: gla('section 5.2, figure 5'),
  }),
];
