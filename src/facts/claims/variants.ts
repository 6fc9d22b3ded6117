// Variants as their authors describe them: formulas of the cache, and what they claim to save.

import { claim, type Claim } from '../claim';

export const variantClaims: readonly Claim[] = [
  claim({
    id: 'cla-abs',
    kind: 'computed',
    claim: 'CLA reduces the KV cache by another 2x vs MQA at nearly the same accuracy',
    value: 2,
    unit: 'x',
    source: '"Reducing Transformer KV Cache Size with Cross-Layer Attention", arXiv:2405.12981',
  }),
  claim({
    id: 'tpa-formula',
    kind: 'computed',
    claim: 'TPA Table 1: cache per token and layer',
    value: {
      MHA: '2*h*d_h',
      MQA: '2*d_h',
      GQA: '2*G*d_h',
      MLA: 'd_c + d_hR',
      TPA: '(R_K+R_V)*(h+d_h)',
      TPA_noncontextual_A: '(R_K+R_V)*d_h',
      TPA_noncontextual_B: '(R_K+R_V)*h',
    },
    unit: 'elements',
    note: 'Experiments use R_K = R_V = 2, R_Q = 6, d_h = 64.',
    source: 'tensorgi/TPA@3d7f51deb9:Tensor_Product_Attention.pdf (arXiv:2501.06425) table 1',
  }),
  claim({
    id: 'mfa-abs',
    kind: 'quoted',
    claim:
      'MFA reduces KV usage by up to 56% and MFA-KR up to 93.7%, outperforming MLA and comparable to MHA',
    value: { MFA: 56, MFA_KR: 93.7 },
    unit: '%',
    note: 'Which baseline goes with which figure is ambiguous in the abstract.',
    source: 'MFA abstract, arXiv:2412.19255',
  }),
  claim({
    id: 'mfa-formula',
    kind: 'computed',
    claim: 'MFA cache per layer: shared K and V of C columns each',
    value: '2*C',
    unit: 'elements',
    formula: '2*C*l',
    status: 'secondary',
    source: 'notes that quote the MFA paper: “MFA caches only k_t=x_t S_k and v_t=x_t S_v”',
  }),
  claim({
    id: 'step3',
    kind: 'quoted',
    claim: 'Step-3 (MFA, 321B/38B): attention cost per token against DeepSeek-V3',
    value: 22,
    unit: '%',
    source: 'the Step-3 blog and README',
  }),
  claim({
    id: 'su-two-faces',
    kind: 'computed',
    claim:
      'MLA is, in training, an MHA with qk_head_dims=(128+64), v_head_dims=128; in decoding a KV-shared MQA with qk_head_dims=(512+64), v_head_dims=512; [qc,qr] concat is a Partial RoPE',
    source: 'Su Jianlin, spaces.ac.cn/archives/10907 (2025-05-04)',
  }),
  claim({
    id: 'su-10091',
    kind: 'quoted',
    claim:
      '“The extreme tug-of-war between cache and quality: MHA, MQA, GQA to MLA” (2024-05-13): why rotation blocks absorbing W_UK',
    note: 'Copies of the article carry derivations that are not his.',
    status: 'citation',
    source: 'Su Jianlin, kexue.fm/archives/10091',
  }),
  claim({
    id: 'transmla-93',
    kind: 'computed',
    claim: 'TransMLA compresses 93% of the KV cache of LLaMA-2-7B, 10.6x faster at 8K',
    value: { compress: 93, speedup: 10.6, tokens_B: 6 },
    unit: '%, x, 10^9 tokens of fine-tuning',
    formula: '1-576/8192',
    note: 'The speed is reported, not computed.',
    source: 'Meng et al. 2025, arXiv:2502.07864, abstract (text copy)',
  }),
];
